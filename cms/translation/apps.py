from django.apps import AppConfig


class TranslationConfig(AppConfig):
    name = "cms.translation"
    label = "translation"

    def ready(self) -> None:
        from cms.translation import facts, groups, states

        facts.connect_signals()
        states.connect_signals()
        groups.connect_signals()
