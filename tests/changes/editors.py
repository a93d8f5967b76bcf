"""Editors at work, and a replica that follows `changes/`."""

from contextlib import nullcontext
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from taggit.models import Tag
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, CollectionViewRestriction, Locale, Page, PageViewRestriction, Site

from blog.models import UpdateAuthor, UpdateIndexPage, UpdatePage, UpdateTopic
from cms.bin.actions import move_to_bin, restore
from cms.bin.models import Deletion
from cms.bin.obstacles import find_obstacle
from cms.bin.tree import leave_out_binned
from cms.models import CallToAction, Document, Image, Navigation, Organisation, Topic
from cms.people.models import Person
from events.models import EventPage, MeetingNotesPage
from home.models import StandardPage
from tests.changes.commits import settle
from tests.changes.replica import Replica, read_all
from tests.factories import (
    block,
    get_home,
    item,
    link,
    make_call_to_action,
    make_document,
    make_event,
    make_image,
    make_notes,
    make_person,
    make_standard_page,
    make_topic,
    make_update,
)

numbers = st.integers(0, 1000)
words = st.sampled_from(["ash", "birch", "cedar", "dogwood"])
switches = st.booleans()


class Editors(RuleBasedStateMachine):
    """What editors do, in any order, in a transaction that is rolled back.

    After each step a replica must equal a full read. ``late`` asks only now and then. With ``commits``, other processes
    see what they do.
    """

    commits = False

    def __init__(self) -> None:
        super().__init__()
        self.atomic = nullcontext() if self.commits else transaction.atomic()
        self.atomic.__enter__()
        self.late = self.welsh_only = self.prompt = Replica(Client())

    @initialize()
    def begin(self) -> None:
        self.welsh = Locale.objects.create(language_code="cy")
        self.collection = Collection.get_first_root_node().add_child(name="Closed now and then")
        Organisation.for_site(Site.objects.get())
        get_home().copy_for_translation(self.welsh).get_latest_revision().publish()
        make_notes(make_event())
        self.make_everything(0)
        self.prompt = Replica(Client())
        self.late = Replica(Client(), limit=2)
        self.welsh_only = Replica(Client(), locale="cy")

    def teardown(self) -> None:
        try:
            self.compare_late_replicas()
        finally:
            if not self.commits:
                transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    def compare_late_replicas(self) -> None:
        settle()
        for replica in (self.late, self.welsh_only):
            replica.sync()
        assert self.late.rows == self.prompt.rows
        assert self.welsh_only.rows == read_all(Client(), locale="cy")
        assert self.late.restarts == 0

    @invariant()
    def the_replica_equals_a_full_read(self) -> None:
        settle()
        self.prompt.sync()
        assert self.prompt.rows == read_all(Client())

    def pick(self, number: int, *models: Any) -> Any:
        """Return one of the objects of the models, ``None`` where there is none."""
        pks = [(model, pk) for model in models for pk in model.objects.order_by("pk").values_list("pk", flat=True)]
        if not pks:
            return None
        model, pk = pks[number % len(pks)]
        return model.objects.get(pk=pk)

    # Pages

    @rule(number=numbers)
    def make_everything(self, number: int) -> None:
        """Publish an update that uses one of everything, all of it new."""
        image, document, person = make_image(), make_document(), make_person()
        person.photo = image if number % 2 else None
        person.save()
        target = self.pick(number, EventPage, MeetingNotesPage, StandardPage)
        links = [block("link", link("Minutes", document=document.pk)), block("link", link("More", page=target.pk))]
        action = make_call_to_action(links=links)
        event = self.pick(number, EventPage)
        body = [
            block("shared_call_to_action", action.pk),
            block("quote", {"text": "Yes.", "person": person.pk, "attribution": "", "role": ""}),
            block("paragraph", f'<p>See <a linktype="page" id="{target.pk}">this</a>.</p>'),
            block("call_to_action", {"heading": "Go", "text": "", "links": [item(link("Go", page=target.pk))]}),
        ]
        if event:
            one = {"heading": "Dates", "introduction": "", "items": [block("event", {"page": event.pk, "date": None})]}
            body.append(block("events", one))
        make_update(authors=[person], topics=[make_topic(f"Topic-{image.pk}")], hero_image=image, body=body)
        make_standard_page(self.pick(number, StandardPage) or get_home())

    @rule(number=numbers, word=words, publish=switches)
    def edit_page(self, number: int, word: str, publish: bool) -> None:
        page = self.pick(number, UpdatePage, EventPage, MeetingNotesPage, StandardPage, UpdateIndexPage)
        if page.alias_of_id:
            return
        page.title = word
        revision = page.save_revision()
        if publish:
            revision.publish()

    @rule(number=numbers)
    def use_other_things(self, number: int) -> None:
        page = self.pick(number, UpdatePage)
        if page is None or page.alias_of_id:
            return
        people, topics = self.pick(number, Person), self.pick(number, Topic)
        page.authors.set([UpdateAuthor(person=people)] if people else [])
        page.topics.set([UpdateTopic(topic=topics)] if topics else [])
        page.hero_image = self.pick(number, Image)
        page.body = [block("shared_call_to_action", action.pk)] if (action := self.pick(number, CallToAction)) else []
        page.save_revision().publish()

    @rule(number=numbers)
    def unpublish_page(self, number: int) -> None:
        self.pick(number, UpdatePage, EventPage, MeetingNotesPage, StandardPage).unpublish()

    @rule(number=numbers, word=words)
    def rename_page(self, number: int, word: str) -> None:
        page = self.pick(number, EventPage, StandardPage, UpdateIndexPage)
        if page.alias_of_id:
            return
        page.slug = f"{word}-{page.pk}"
        page.save_revision().publish()

    @rule(number=numbers, to=numbers)
    def move_page(self, number: int, to: int) -> None:
        page, target = self.pick(number, StandardPage), self.pick(to, StandardPage)
        if page != target and not target.is_descendant_of(page):
            page.move(target, pos="last-child")

    @rule(number=numbers)
    def delete_page(self, number: int) -> None:
        if StandardPage.objects.count() > 2 and (page := self.pick(number, UpdatePage, MeetingNotesPage)):
            page.delete()

    @rule(number=numbers)
    def bin_page(self, number: int) -> None:
        pages = leave_out_binned(Page.objects.filter(depth__gt=3)).order_by("pk")
        if StandardPage.objects.count() > 2 and pages:
            move_to_bin([pages[number % len(pages)].specific], None)

    @rule(number=numbers)
    def restore_page(self, number: int) -> None:
        deletion = self.pick(number, Deletion)
        pages = deletion.pages.all() if deletion else []
        if pages and not any(find_obstacle(one.page, one.parent, User(is_superuser=True)) for one in pages):
            restore(deletion, None, {one.page_id: one.parent for one in pages})

    @rule(number=numbers)
    def restrict_page(self, number: int) -> None:
        page = self.pick(number, EventPage, StandardPage, UpdateIndexPage, MeetingNotesPage)
        PageViewRestriction.objects.create(page=page, restriction_type="login")

    @rule(number=numbers)
    def lift_restriction(self, number: int) -> None:
        if restriction := self.pick(number, PageViewRestriction, CollectionViewRestriction):
            restriction.delete()

    @rule(number=numbers, alias=switches, publish=switches)
    def translate_page(self, number: int, alias: bool, publish: bool) -> None:
        page = self.pick(number, StandardPage, UpdatePage)
        if page is None or page.has_translation(self.welsh) or page.locale_id == self.welsh.pk:
            return
        copied = page.copy_for_translation(self.welsh, copy_parents=True, alias=alias)
        if publish and not alias:
            copied.get_latest_revision().publish()

    # Everything else

    @rule(number=numbers, word=words)
    def change_file(self, number: int, word: str) -> None:
        file = self.pick(number, Image, Document)
        file.title = word
        file.public = not file.public
        file.save()
        file.tags.add(word)

    @rule(number=numbers)
    def collect_file(self, number: int) -> None:
        file = self.pick(number, Image, Document)
        file.collection = self.collection
        file.save()

    @rule(number=numbers)
    def delete_file(self, number: int) -> None:
        if Image.objects.count() > 1 and Document.objects.count() > 1:
            self.pick(number, Image, Document).delete()

    @rule()
    def restrict_collection(self) -> None:
        CollectionViewRestriction.objects.create(collection=self.collection, restriction_type="login")

    @rule(word=words)
    def rename_tags(self, word: str) -> None:
        if not Tag.objects.filter(name=f"{word}s").exists():
            Tag.objects.filter(name=word).update(name=f"{word}s")

    @rule(number=numbers, word=words, live=switches)
    def change_snippet(self, number: int, word: str, live: bool) -> None:
        snippet = self.pick(number, Person, Topic, CallToAction)
        setattr(snippet, "heading" if isinstance(snippet, CallToAction) else "name", word)
        if isinstance(snippet, Person):
            snippet.photo = self.pick(number, Image)
        snippet.save_revision().publish()
        if not live:
            snippet.refresh_from_db()
            snippet.unpublish()

    @rule(number=numbers, to=numbers)
    def change_photo(self, number: int, to: int) -> None:
        person = self.pick(number, Person)
        person.photo = self.pick(to, Image)
        person.save_revision().publish()

    @rule(number=numbers, public=switches)
    def mark_public(self, number: int, public: bool) -> None:
        snippet = self.pick(number, Person, Topic)
        type(snippet).objects.filter(pk=snippet.pk).update(public=public)

    @rule(number=numbers)
    def translate_snippet(self, number: int) -> None:
        snippet = self.pick(number, Person, Topic, CallToAction)
        if not snippet.has_translation(self.welsh):
            snippet.copy_for_translation(self.welsh).save()

    @rule(number=numbers)
    def delete_snippet(self, number: int) -> None:
        if min(model.objects.count() for model in (Person, Topic, CallToAction)) > 1:
            self.pick(number, Person, Topic, CallToAction).delete()

    @rule(number=numbers, word=words)
    def change_site(self, number: int, word: str) -> None:
        site = Site.objects.get()
        organisation = Organisation.objects.get()
        organisation.name, organisation.logo = word, self.pick(number, Image)
        organisation.front_end_url = "" if number % 3 else f"https://{word}.example.org"
        organisation.save()
        menu = [block("item", {**link(word, page=self.pick(number, EventPage, StandardPage).pk), "children": []})]
        Navigation.objects.update_or_create(site=site, locale=Locale.get_default(), defaults={"main_menu": menu})

    @rule(number=numbers)
    def move_site(self, number: int) -> None:
        Site.objects.update(port=8000 + number)

    @rule(number=numbers, word=words)
    def redirect(self, number: int, word: str) -> None:
        page = self.pick(number, EventPage, StandardPage) if number % 2 else None
        values = {"redirect_page": page, "redirect_link": "" if page else "https://example.org/"}
        Redirect.objects.update_or_create(old_path=f"/{word}", defaults=values)

    @rule()
    def ask_late(self) -> None:
        settle()
        self.late.sync()


def run(machine: type[Editors], *, examples: int, steps: int) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            phases=(Phase.explicit, Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
            derandomize=examples < 10,
        ),
    )
