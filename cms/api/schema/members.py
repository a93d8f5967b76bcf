"""The members of the document's objects: what each means, and a name for each choice, for generated clients.

An app's own members are described by the help texts of its fields and blocks, or else by their labels; in a
``TypedDict`` by ``Annotated[…, keywords(description="…")]``.
"""

from typing import Any

import inflection

from cms.api.schema.components import Components, Schema

# What readers of the document need to know, by member, or by object and member where that differs.
DESCRIPTIONS = {
    "access_notes": "What to know about getting there and taking part.",
    "alias_of": "The page that this one mirrors in the tree of another language, or null.",
    "address": "A postal address.",
    "agreed_on": "The day on which the policy was agreed, or null.",
    "all_day": "Whether only the days count, not the times.",
    "alt": "What the image shows, for this use; empty if it is decorative.",
    "anchor": "The fragment that leads to this heading.",
    "attendance": "How people take part.",
    "attribution": "The person's name.",
    "authors": "The people who wrote it.",
    "biography": "About the person: rich text.",
    "body": "The content: a list of blocks.",
    "breadcrumbs": "The pages above this one, from the home page on.",
    "capped": "Whether there are more matches than those that were ranked and counted.",
    "caption": "A text beside the image.",
    "changed_at": "When the date last changed.",
    "children": "The links below this one.",
    "code": "The language code.",
    "comments_until": "The last day on which comments on the draft of a policy are welcome, or null.",
    "cost": "What it costs, in words.",
    "contact": "How to reach the organisation.",
    "count": "How many there are.",
    "UpcomingEvents.count": "How many events are shown at most.",
    "credit": "Whom to name with the image.",
    "credit_url": "Where the credit leads, or empty.",
    "data": "The object as its endpoint shows it, without what depends on the time or on other pages.",
    "Deletion.data": "Null: the object is gone.",
    "WebhookMessage.data": "What changed.",
    "date": "The day.",
    "AnnouncedEvent.date": "The one date that is announced, or null for all.",
    "dates": "The dates, the earliest first.",
    "dates_state": "Whether the dates are known.",
    "description": "What it is about.",
    "detail": "What is wrong with this request.",
    "detail_url": "The address of the object in this API.",
    "direction": "The direction of its script.",
    "document": "The document that it leads to, or null.",
    "documentation": "The page to browse the API.",
    "download_url": "The address of the original file.",
    "email": "An email address, or empty.",
    "embed_url": "The address of the player, for a frame.",
    "end": "When it ends, with the offset from UTC, or null.",
    "errors": "For each invalid parameter, what is wrong and what is allowed.",
    "event": "The event.",
    "excerpt": "Where the words were found: HTML with no tag but `<mark>`.",
    "facets": "How many objects of the whole list have each value.",
    "fallback": "The languages that fill its gaps, the first choice first.",
    "fallback_from": "The language that was asked for, if this is in another; otherwise null.",
    "file_extension": "Such as `pdf`.",
    "file_size": "The size in bytes.",
    "first_published_at": "When it was published, for readers.",
    "focal_point": "What to keep when cropping, or null.",
    "footer_menus": "The menus at the foot of each page.",
    "footer_text": "A text at the foot of each page.",
    "front_end_url": "Public website address, if your site is built elsewhere.",
    "group": "The group that the person belongs to.",
    "has_more": "Whether there is more to read at once.",
    "heading": "The heading, or empty.",
    "height": "The height in pixels.",
    "FocalPoint.height": "The height in pixels of the original.",
    "hero": "The main image, or null.",
    "hosts": "The people who host it.",
    "html_url": "The address of the page for readers.",
    "id": "The ID, the same for as long as the object exists.",
    "image": "An image, or null.",
    "introduction": "A few sentences that begin it.",
    "is_default": "Whether it is the site's first language.",
    "is_permanent": "Whether it is meant to stay.",
    "items": "The objects.",
    "joined": "The day on which the person joined, or null.",
    "kind": "What kind it is.",
    "label": "The text of the link, or of the value.",
    "last_published_at": "When it was last published.",
    "level": "The level of the heading, 2 to 4.",
    "licence": "The licence of the image.",
    "links": "Where it leads.",
    "locale": "The language code, or null where there is no language.",
    "Facets.locale": "The languages of the results.",
    "locales": "The languages of the site.",
    "location": "Where the redirect leads.",
    "logo": "The organisation's logo, or null.",
    "main_menu": "The menu at the top of each page.",
    "meeting_notes_message": "What to say in place of meeting notes, or empty.",
    "meeting_notes": "The notes of meetings that it tells of.",
    "message": "The same as `detail`.",
    "meta": "What says which object it is, and where.",
    "ListMeta.next": "The address of the next part of the list, or null.",
    "SearchMeta.next": "The address of the next part of the list, or null.",
    "ChangeList.next": "The token for the next request.",
    "UpdatePage.next": "The next update, or null.",
    "moved_from": "The start before it was moved, or null.",
    "name": "The name.",
    "navigation": "The menus.",
    "newsletter": "Where to subscribe to the newsletter, or null.",
    "next_date": "The next date to come, or null.",
    "note": "A note about this date, or empty.",
    "number": "The number, as it is shown.",
    "of": "Of how many.",
    "old_path": "The path that leads on.",
    "online": "Whether it takes place online.",
    "op": "What happened to the object.",
    "organiser": "Who organises it.",
    "outdated_since": "Since when its original says something else, or null.",
    "own_words": "What the person says: rich text, or empty.",
    "Person.own_words": "What the person says, as plain text, or empty.",
    "page": "The page that it leads to, or null.",
    "PreviewedPage.draft": "Always true.",
    "PreviewedPage.expires": "Until when the token is valid. While the editor is open, this moves on.",
    "PreviewedPage.page": "The page as its endpoint would answer it if everything were published now.",
    "EventDate.page": "The page of the event.",
    "parent": "The page above, or null.",
    "part": "Which delivery this is of those for one act.",
    "partial": "Whether nothing has all of the words, so these have some of them.",
    "path": "The path on its site.",
    "period": "The month that it covers, or null.",
    "permanent": "Whether the redirect is meant to stay.",
    "person": "The person.",
    "photo": "A photograph, or null.",
    "place": "Where it takes place.",
    "picture": "A picture for it, or null.",
    "placeholder": "A tiny image as a `data:` address, to show until the image has loaded.",
    "policy_status": "How far the policy has got; empty for what is not a policy.",
    "position": "Their place in the group, or null for those who follow by name.",
    "ListMeta.previous": "The address of the part of the list before, or null.",
    "SearchMeta.previous": "The address of the part of the list before, or null.",
    "UpdatePage.previous": "The update before, or null.",
    "promoted": "Whether editors put it first for this query.",
    "pronouns": "How to speak of the person.",
    "redirect": "Where the path leads on.",
    "related": "Updates on the same topics.",
    "renditions": "The sizes of the image, the best format first.",
    "replaced_by": "What replaces this policy, or null.",
    "replaces": "The policies that this one replaces.",
    "restart": "Where to start again.",
    "review_on": "The day by which the policy is to be reviewed, or null.",
    "role": "What the person does.",
    "schema": "The OpenAPI document.",
    "search_description": "A summary for search engines.",
    "searched_for": "What was asked for, or what was meant if nothing has it.",
    "seo_title": "A title for search engines, or empty.",
    "sequence": "How often time, place or status have changed.",
    "series": "The series whose dates are shown, or null.",
    "show_in_menus": "Whether editors want it in menus.",
    "sign_up_email": "Where to sign up by email, or empty.",
    "sign_up_url": "Where to sign up, or empty.",
    "slug": "The last part of its address.",
    "social_image": "The image for shared links, or null.",
    "social_profiles": "The organisation elsewhere.",
    "source": "Where the number comes from, or empty.",
    "srcset": "The files of one format, the smallest first.",
    "start": "When it starts, with the offset from UTC.",
    "status": "Whether it takes place as planned.",
    "Problem.status": "The status of the response.",
    "NotFound.status": "The status of the response.",
    "Restart.status": "The status of the response.",
    "strapline": "A few words about the organisation.",
    "summary": "A few sentences about it.",
    "tags": "What editors marked it with.",
    "telephone": "A telephone number, or empty.",
    "text": "The text.",
    "time_zone": "The name of the time zone.",
    "timestamp": "When the message was made.",
    "title": "The title.",
    "Problem.title": "What kind of problem it is.",
    "NotFound.title": "What kind of problem it is.",
    "Restart.title": "What kind of problem it is.",
    "to": "Where the redirect leads.",
    "topic": "The topics of the results.",
    "topics": "What it is about.",
    "total_count": "How many objects there are in all parts.",
    "transcript": "What is said and shown, as a document or page, or null.",
    "translations": "Its public translations.",
    "type": "The type, which says what other members there are.",
    "Problem.type": "The page that explains this kind of problem.",
    "NotFound.type": "The page that explains this kind of problem.",
    "Restart.type": "The page that explains this kind of problem.",
    "Facets.type": "The types of the results.",
    "url": "The absolute address.",
    "value": "The content of the block.",
    "Facet.value": "The value to filter by.",
    "venue_address": "The postal address of the place.",
    "map_url": "The address of a map of the place, if the organisation gives one.",
    "map_image": "A small picture of the way there, or null.",
    "is_free": "Whether it costs nobody anything.",
    "venue_name": "The name of the place.",
    "version": "The version of all content after the change.",
    "width": "The width in pixels.",
    "FocalPoint.width": "The width in pixels of the original.",
    "x": "From the left, in pixels of the original.",
    "y": "From the top, in pixels of the original.",
}


def finish_members(components: Components) -> None:
    """Describe the members of all objects, and let their choices be components of their own."""
    for name in list(components.schemas):
        components.schemas[name] = finish(components.schemas[name], find_owner(name), components)


def find_owner(component: str) -> str:
    """Return the name of an object, without what says that it is shown in a list or in the feed."""
    return component.removeprefix("Synced").removesuffix("Summary").removesuffix("Item")


def finish(schema: Schema, owner: str, components: Components) -> Schema:
    properties = schema.get("properties")
    if not isinstance(properties, dict):
        return schema
    finished = {}
    for name, member in properties.items():
        known = DESCRIPTIONS.get(f"{owner}.{name}") or DESCRIPTIONS.get(name)
        chosen = name_choice(member, f"{owner}{inflection.camelize(name)}", components)
        finished[name] = finish({**chosen, "description": known} if known else chosen, owner, components)
    return {**schema, "properties": finished}


def name_choice(schema: Schema, name: str, components: Components) -> Schema:
    """Return a reference to a choice among strings, which generated clients name after it."""
    if schema.get("type") != "string" or "enum" not in schema:
        return schema
    choice = {keyword: value for keyword, value in schema.items() if keyword != "description"}
    described = {"description": schema["description"]} if "description" in schema else {}
    return {**components.define(choice, name), **described}


def describe_by(schema: Schema, *texts: Any) -> Schema:
    """Return a schema with the first of some texts as its description, unless it has one."""
    found = next((str(text) for text in texts if text), "")
    return schema if "description" in schema or not found else {**schema, "description": found}
