from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "cms.accounts"
    label = "accounts"

    def ready(self) -> None:
        from allauth.mfa import signals as mfa
        from django.contrib.auth import get_user_model, signals
        from django.db.models.signals import m2m_changed, post_save, pre_save

        from cms.accounts import log
        from cms.accounts.limits import declare_limits
        from cms.limits.signals import attempts_refused

        declare_limits()
        user = get_user_model()
        signals.user_logged_in.connect(log.log_sign_in)
        signals.user_login_failed.connect(log.log_failure)
        attempts_refused.connect(log.log_refusal)
        mfa.authenticator_added.connect(log.log_added_factor)
        mfa.authenticator_reset.connect(log.log_added_factor)
        mfa.authenticator_removed.connect(log.log_removed_factor)
        mfa.authentication_failed.connect(log.log_wrong_code)
        m2m_changed.connect(log.log_groups, sender=user.groups.through)
        pre_save.connect(log.keep_flags, sender=user)
        post_save.connect(log.log_flags, sender=user)
