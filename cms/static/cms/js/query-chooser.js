/* The button beside the search term of a promoted result, which offers what readers have searched for. */
window.createQueryChooser = (id, url) => {
  document.getElementById(`${id}-chooser`)?.addEventListener('click', () => {
    window.ModalWorkflow({
      url,
      onload: window.QUERY_CHOOSER_MODAL_ONLOAD_HANDLERS,
      responses: {
        queryChosen: ({ querystring }) => {
          document.getElementById(id).value = querystring;
        },
      },
    });
  });
};
