#include "services/gateway/domain/headers.hpp"

#include <catch2/catch.hpp>
#include <string>

#include "services/gateway/adapters/credentials.hpp"

namespace suite::gateway {

TEST_CASE("the language is the one of Dutch and English that is preferred and else depends on who asks", "[ACC-07]") {
    struct Row {
        const char* header;
        bool machine;
        Language language;
    };
    for (const auto& [header, machine, language] :
         {Row{"", true, Language::kEnglish}, Row{"", false, Language::kDutch}, Row{"nl", true, Language::kDutch},
          Row{"en", false, Language::kEnglish}, Row{"EN-GB,en;q=0.9", false, Language::kEnglish},
          Row{"nl-BE;q=0.8, en;q=0.5", true, Language::kDutch},
          Row{"de, en;q=0.5, nl;q=0.3", false, Language::kEnglish}, Row{"de", false, Language::kDutch},
          Row{"*", true, Language::kEnglish}, Row{"nlx, enm", true, Language::kEnglish},
          Row{"enm", false, Language::kDutch}, Row{",,;;", false, Language::kDutch},
          // The weight counts, not the place.
          Row{"en;q=0.3, nl;q=0.9", true, Language::kDutch}, Row{"nl;q=0.1,en", false, Language::kEnglish},
          Row{"nl ; q=0.7 , en ; Q=0.7", true, Language::kDutch}, Row{"en, nl", false, Language::kEnglish},
          Row{"nl;q=0.001, en;q=0.000", true, Language::kDutch},
          // Not wanted.
          Row{"en;q=0", true, Language::kDutch}, Row{"nl;q=0", false, Language::kEnglish},
          Row{"nl;q=0, en;q=0", false, Language::kDutch},
          // A weight that is none says nothing.
          Row{"en;q=2, nl;q=0.1", true, Language::kDutch}, Row{"en;q=1.001", false, Language::kDutch},
          Row{"en;q=", false, Language::kDutch}, Row{"en;level=1", false, Language::kDutch},
          Row{"en;q=0.0001", false, Language::kDutch}, Row{"en;q=x", false, Language::kDutch}}) {
        CAPTURE(header, machine);
        CHECK(LanguageOf(header, machine) == language);
    }
}

TEST_CASE("who would rather have JSON than a page gets it", "[ACC-07]") {
    for (const auto* accept :
         {"application/json", "application/problem+json", "APPLICATION/JSON ; q=0.3", "application/json, */*",
          "application/json, text/plain, */*", "text/html;q=0.5, application/json;charset=utf-8;q=0.6", "application/*",
          "text/html;q=0, application/json", "application/json, text/html;q=2"}) {
        CAPTURE(accept);
        CHECK(PrefersJson(accept));
    }
    for (const auto* accept :
         {"", "*/*", "text/html", "text/*", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
          "application/json, text/html", "application/json;q=0", "application/json;q=0.2, */*;q=0.5",
          "application/json;q=x", "application/jsonp", "json", ",;,", "image/png"}) {
        CAPTURE(accept);
        CHECK_FALSE(PrefersJson(accept));
    }
}

TEST_CASE("a number of the caller's own is taken only when it is harmless", "[ACC-07]") {
    CHECK(IsHarmlessId("a"));
    CHECK(IsHarmlessId("4bf92f35-77b3_A"));
    CHECK(IsHarmlessId(std::string(64, 'x')));
    for (const auto& id : {std::string(), std::string(65, 'x'), std::string("a b"), std::string("a\nb"),
                           std::string("é"), std::string("a\0b", 3), std::string("<b>")}) {
        CAPTURE(id);
        CHECK_FALSE(IsHarmlessId(id));
    }
}

TEST_CASE("a bearer token is what follows the scheme", "[ACC-04]") {
    CHECK(BearerToken("Bearer a.b.c") == "a.b.c");
    CHECK(BearerToken("bEARER  a.b.c ") == "a.b.c");
    CHECK(BearerToken("Bearer ") == "");
    for (const auto* header : {"", "Bearer", "Bearera.b.c", "Basic YTpi", " Bearer a", "Bearer\ta"}) {
        CAPTURE(header);
        CHECK_FALSE(BearerToken(header));
    }
}

TEST_CASE("a media type is the whole of it and its parameters do not count", "[ACC-07]") {
    for (const auto* type : {"application/json", "Application/JSON", "application/json;charset=utf-8",
                             " application/json ; charset=utf-8"}) {
        CAPTURE(type);
        CHECK(IsMediaType(type, "application/json"));
    }
    for (const auto* type : {"", "application/json-patch+json", "application/jsonp", "application/json, text/html",
                             "text/json", "application / json", ";application/json"}) {
        CAPTURE(type);
        CHECK_FALSE(IsMediaType(type, "application/json"));
    }
}

TEST_CASE("a form names no field twice and credentials have a colon", "[ACC-04]") {
    CHECK(ParseForm("a=1&b=%26+x&&c=") == Form{{"a", "1"}, {"b", "& x"}, {"c", ""}});
    for (const auto* form : {"a", "a=1&a=2", "a=%", "a=%FF", "a=%00"}) {
        CAPTURE(form);
        CHECK_FALSE(ParseForm(form));
    }
    CHECK(ParseBasic("Basic bGFzOmctaGVpbQ==") == std::pair<std::string, std::string>("las", "g-heim"));
    CHECK(ParseBasic("basic YTpiOmM") == std::pair<std::string, std::string>("a", "b:c"));
    for (const auto* header : {"", "Basic", "Basic !", "Basic YWI=", "Bearer YTpi", "Basic YTpiJQ=="}) {
        CAPTURE(header);
        CHECK_FALSE(ParseBasic(header));
    }
}

}  // namespace suite::gateway
