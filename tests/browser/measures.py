"""Scripts that measure how a page looks, for the window to evaluate."""

# A header as real organisations fill it: eight words, and as many items as a menu may have.
FILL_HEADER = """() => {
    document.querySelector('.site-header__name').textContent =
        'Llanrwst and Upper Conwy Neighbours’ Mutual Aid Association';
    const menu = document.querySelector('.main-menu');
    for (const label of ['Support and advice', 'Rooms for hire', 'Annual reports'])
        menu.append(Object.assign(menu.firstElementChild.cloneNode(true), {innerHTML:
            `<a class="main-menu__link" href="/">${label}</a>`}));
    return menu.children.length;
}"""
MEASURE_HEADER = """() => ({
    height: document.querySelector('.site-header').getBoundingClientRect().height,
    isWide: document.documentElement.scrollWidth > innerWidth,
    rows: [...document.querySelectorAll('.site-header a, .site-header button')].filter(element => element.offsetHeight)
        .map(element => element.getBoundingClientRect().height).filter(height => height > 72),
})"""

# Those in running text, and titles whose card is the target, are exceptions of WCAG 2.5.8.
FIND_SMALL_TARGETS = """() => [...document.querySelectorAll('a, button, summary, input, select')]
    .filter(element => element.offsetHeight && !element.closest('.skip-link, .paragraph, .draft-notice'))
    .filter(element => getComputedStyle(element, '::after').position !== 'absolute')
    .filter(element => [...element.parentElement.childNodes].every(
        node => node.nodeType !== Node.TEXT_NODE || !node.textContent.trim()))
    .filter(element => Math.min(...['width', 'height'].map(side => element.getBoundingClientRect()[side])) < 24)
    .map(element => `${element.className || element.parentElement.className}: ${element.textContent.trim()}`)"""

# The natural width of a picture with `sizes` is the width that they say; a cropped one counts as if it were whole.
COMPARE_SIZES = """() => [...document.querySelectorAll('main img[srcset*=","]')].map(image => {
    const {width, height} = image.getBoundingClientRect();
    const shown = Math.max(width, height * image.naturalWidth / image.naturalHeight);
    return [image.currentSrc.split('/').pop(), Math.round(100 * image.naturalWidth / shown) / 100];
}).filter(([name, share]) => share < 0.85 || share > 1.6)"""

FIND_SET_APART_BY_BACKGROUND = """() => [...document.querySelectorAll('body *')]
    .filter(element => element.offsetHeight && !element.matches('img, iframe, input, select, mark'))
    .filter(element => !element.closest('.skip-link, [popover]'))
    .filter(element => {
        const style = getComputedStyle(element);
        return !/^rgba.*, 0\\)$/.test(style.backgroundColor) && ['Top', 'Right', 'Bottom', 'Left'].every(
            side => !parseFloat(style[`border${side}Width`]));
    }).map(element => element.className)"""

# The number of cards in the list, and whether the last one stands alone in a row that it does not fill.
FIND_LONE_CARDS = """() => {
    const list = document.querySelector('.related-updates .card-list');
    const cards = [...list.children];
    return [1, 2, 3, 4].filter(count => {
        list.replaceChildren(...Array.from({length: count}, () => cards[0].cloneNode(true)));
        const boxes = [...list.children].map(card => card.getBoundingClientRect());
        const row = boxes.filter(box => box.top === boxes.at(-1).top);
        return row.length === 1 && row[0].width < 0.95 * list.clientWidth;
    });
}"""
