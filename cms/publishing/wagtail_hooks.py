from django.core.management import call_command
from wagtail import hooks

from cms.publishing.copies import keep_public_alias, open_copy, refuse_other_language
from cms.publishing.moves import move_remembered_translations, move_translations_of_all, remember_translations
from cms.publishing.withdrawal import delete_translations, unpublish_translations, unpublish_translations_of_all

hooks.register("after_copy_page", open_copy)
hooks.register("before_convert_alias_page", keep_public_alias)
hooks.register("before_move_page", refuse_other_language)
hooks.register("before_move_page", remember_translations)
hooks.register("after_move_page", move_remembered_translations)
hooks.register("before_bulk_action", move_translations_of_all)
hooks.register("before_delete_snippet", delete_translations)
hooks.register("before_bulk_action", unpublish_translations_of_all)
hooks.register("before_unpublish", unpublish_translations)
hooks.register("before_unpublish_page", unpublish_translations)


@hooks.register("run_every_minute")
def publish_scheduled() -> None:
    call_command("publish_scheduled")
