"""What editors are shown while they fill in a rule for dates."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

pytestmark = pytest.mark.django_db


class TestRuleView:
    rule = {
        "rule-first": "2027-03-23",
        "rule-starts": "19:00",
        "rule-ends": "21:00",
        "rule-every": "1",
        "rule-repeat": "weeks",
        "rule-ordinal": "1",
        "rule-weekday": "0",
        "rule-count": "2",
        "rule-time_zone": "Europe/London",
    }

    def ask(self, client, **values):
        return client.get(
            reverse("events_list_dates"), {**self.rule, **{f"rule-{name}": value for name, value in values.items()}}
        )

    def test_it_shows_the_dates_as_the_form_writes_them(self, admin_client):
        answer = self.ask(admin_client)

        assert answer.json() == {
            "dates": [
                {
                    "start": "2027-03-23 19:00",
                    "end": "2027-03-23 21:00",
                    "label": "Tuesday 23 March 2027, 19:00–21:00",
                },
                {
                    "start": "2027-03-30 19:00",
                    "end": "2027-03-30 21:00",
                    "label": "Tuesday 30 March 2027, 19:00–21:00",
                },
            ],
            "all_day": False,
            "heading": "2 dates",
            "action": "Add these 2 dates",
            "done": "2 dates added below. Correct those that differ.",
        }

    def test_dates_that_are_there_already_are_left_out(self, admin_client):
        answer = admin_client.get(reverse("events_list_dates"), {**self.rule, "known": ["2027-03-23 19:00"]})

        assert [date["start"] for date in answer.json()["dates"]] == ["2027-03-30 19:00"]
        assert answer.json()["heading"] == "1 date (1 is there already)"

    def test_whole_days(self, admin_client):
        answer = self.ask(admin_client, whole_days="on", starts="", ends="", count="1")

        assert answer.json()["dates"] == [{"start": "2027-03-23", "end": "", "label": "Tuesday 23 March 2027"}]

    def test_the_last_friday_of_each_month(self, admin_client):
        answer = self.ask(admin_client, repeat="months", ordinal="-1", weekday="4")

        assert [date["start"] for date in answer.json()["dates"]] == ["2027-03-26 19:00", "2027-04-30 19:00"]

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"until": "2027-01-01"}, "until"),
            ({"count": ""}, "count"),
            ({"count": "101"}, "count"),
            ({"ends": "18:00"}, "ends"),
            ({"starts": ""}, "starts"),
            ({"starts": "late"}, "starts"),
            ({"first": ""}, "first"),
            ({"every": "0"}, "every"),
            ({"repeat": "years"}, "repeat"),
            ({"weekdays": "7"}, "weekdays"),
            ({"time_zone": "Mars/Base"}, "time_zone"),
            ({"time_zone": ""}, "time_zone"),
            ({"first": "2027-03-28", "starts": "01:30"}, "starts"),
            ({"first": "9998-12-01", "count": "1"}, "first"),
            ({"first": "0001-01-01"}, "first"),
        ],
    )
    def test_what_cannot_be_done_names_the_field(self, admin_client, values, field):
        answer = self.ask(admin_client, **values)

        assert answer.status_code == 400
        assert list(answer.json()["errors"]) == [field]

    def test_it_is_for_those_who_write_events(self, client, django_user_model):
        user = django_user_model.objects.create_user("reader", password="reader")
        user.user_permissions.add(Permission.objects.get(codename="access_admin"))
        client.force_login(user)

        assert self.ask(client).status_code == 302
        user.groups.add(Group.objects.get(name="Editors"))
        assert self.ask(client).status_code == 200

    def test_strangers_are_sent_to_sign_in(self, client):
        answer = self.ask(client)

        assert (answer.status_code, answer.url.split("?")[0]) == (302, reverse("wagtailadmin_login"))
