# Varnish 7 in front of the site: keeps public answers until the worker purges them by their tags.
# Needs the module xkey (Debian: varnish-modules) and, in the environment of the worker, PURGE_URLS=http://VARNISH:6081.
vcl 4.1;

import std;
import xkey;

backend default {
    .host = "127.0.0.1";
    .port = "8000";
    # A purge is sent once more after 15 seconds. What takes longer than this is given up, so that nothing that was made
    # before a change can arrive after that.
    .first_byte_timeout = 10s;
    .between_bytes_timeout = 2s;
}

# Where the worker is.
acl purgers {
    "127.0.0.1";
    "::1";
}

sub vcl_recv {
    # The site would take these for the headers with hyphens, which proxies set.
    unset req.http.X_Forwarded_For;
    unset req.http.X_Forwarded-For;
    unset req.http.X-Forwarded_For;
    unset req.http.X_Forwarded_Proto;
    unset req.http.X_Forwarded-Proto;
    unset req.http.X-Forwarded_Proto;
    if (req.method == "PURGE") {
        if (client.ip !~ purgers) {
            return (synth(403));
        }
        set req.http.n-gone = xkey.purge(req.http.Cache-Tag);
        return (synth(200, "Purged " + req.http.n-gone));
    }
    # Only what is asked by nobody in particular is kept.
    if (req.http.Cookie ~ "(^|;\s*)sessionid=" || req.http.Authorization) {
        return (pass);
    }
    if (req.url ~ "^/(admin|documents)/") {
        return (pass);
    }
    # Who waits for news: an answer that was kept would come at once.
    if (req.url ~ "^/api/v2/changes/(stream/|\?(.*&)?wait=)") {
        return (pass);
    }
    if (req.method == "GET" || req.method == "HEAD") {
        unset req.http.Cookie;
    }
}

sub vcl_backend_fetch {
    if (bereq.url ~ "^/api/v2/changes/(stream/|\?(.*&)?wait=)") {
        set bereq.first_byte_timeout = 75s;
        set bereq.between_bytes_timeout = 30s;
    }
}

sub vcl_backend_response {
    set beresp.grace = 0s;
    if (beresp.http.Cache-Tag) {
        set beresp.http.xkey = beresp.http.Cache-Tag;
        set beresp.ttl = std.duration(regsub(beresp.http.CDN-Cache-Control, "^.*max-age=(\d+).*$", "\1s"), 0s);
        return (deliver);
    }
    # Everything else is for one reader, or an error.
    set beresp.uncacheable = true;
    set beresp.ttl = 10s;
    return (deliver);
}

sub vcl_deliver {
    # What is said to caches is not for readers; their programs ask each time.
    unset resp.http.xkey;
    if (req.url !~ "^/api/") { # front ends may keep what the API answers, too
        unset resp.http.Cache-Tag;
    }
    unset resp.http.CDN-Cache-Control;
    unset resp.http.Age;
}
