#include "services/gateway/domain/start_address.hpp"

#include <catch2/catch.hpp>
#include <set>

#include "core/reasons.hpp"
#include "services/gateway/domain/own_page.hpp"

namespace suite::gateway {
namespace {

std::string Refusal(std::string_view path) {
    const auto address = ReadStart(path);
    if (address) return "";
    CHECK(address.error().code == Code::kNotFound);
    return address.error().reason;
}

}  // namespace

TEST_CASE("what is in bookmarks is never renamed", "[ACC-08]") {
    // These very texts are out there.
    const SchoolNumber school{.basispoort_id = 1001};
    const SchoolNumber brin{.brin = "99XX", .location = "00"};
    const std::pair<StartAddress, std::string> rows[] = {
        {{.route = StartRoute::kBasispoort, .who = StartWho::kStaff, .school = school},
         "/start/basispoort/leerkracht/1001"},
        {{.route = StartRoute::kBasispoort, .who = StartWho::kPupil, .school = school},
         "/start/basispoort/leerling/1001"},
        {{.route = StartRoute::kShortcut, .who = StartWho::kStaff, .school = brin},
         "/start/snelkoppeling/leerkracht/99XX00"},
        {{.route = StartRoute::kShortcut, .who = StartWho::kPupil, .school = brin, .method = "cijferpad"},
         "/start/snelkoppeling/leerling/99XX00/cijferpad"},
        {{.route = StartRoute::kPortal, .who = StartWho::kStaff, .school = school, .method = "cijferpad"},
         "/start/netwerk/leerkracht/1001/cijferpad"},
        {{.route = StartRoute::kPortal, .who = StartWho::kPupil, .school = school}, "/start/netwerk/leerling/1001"},
        {{.route = StartRoute::kBookmark,
          .who = StartWho::kPupil,
          .school = school,
          .method = "cijferpad",
          .product = "cijferpad-5"},
         "/start/bladwijzer/leerling/1001/cijferpad/cijferpad-5"},
        {{.route = StartRoute::kHome, .who = StartWho::kPupil, .school = school}, "/start/thuis/leerling/1001"},
    };
    std::set<std::pair<StartRoute, StartWho>> kinds;
    for (const auto& [address, path] : rows) {
        CAPTURE(path);
        CHECK(WriteStart(address) == path);
        CHECK(ReadStart(path) == address);
        CHECK(ReadStart(path + "/") == address);
        // Staff come back to it from the sign-in.
        CHECK(SafeReturnTo(path) == path);
        kinds.emplace(address.route, address.who);
    }
    CHECK(kinds.size() == StartKinds().size());
    // As a teacher types it.
    CHECK(ReadStart("/start/Snelkoppeling/LEERLING/99xx00/cijferpad") == rows[3].first);
}

TEST_CASE("what is no start address is told apart by what is wrong with it", "[ACC-08]") {
    for (const auto* path :
         {"/start", "/start/", "/start/thuis", "/start/thuis/leerling", "/start/thuis/leerling/",
          "/start/x/leerling/1001", "/start/thuis/ouder/1001", "/start/thuis/leerkracht/1001",
          "/start/bladwijzer/leerkracht/1001", "/start/thuis/leerling/1001/a/b/c", "/start//leerling/1001"}) {
        CAPTURE(path);
        CHECK(Refusal(path) == reason::kStartUnknown);
    }
    for (const auto* number : {"0", "01001", "-1", "99XX", "99XX0", "99XX000", "99XXAA", "99 XX00", "De Regenboog",
                               "99999999999999999999", "..", "%2e"}) {
        CAPTURE(number);
        CHECK(Refusal("/start/thuis/leerling/" + std::string(number) + "/cijferpad") == reason::kSchoolUnknown);
    }
    for (const auto* key : {"..", "a b", "\xC3\xA9", "a:b", "a?b", "a%2F"}) {
        CAPTURE(key);
        CHECK(Refusal("/start/thuis/leerling/1001/" + std::string(key)) == reason::kMethodUnknown);
        CHECK(Refusal("/start/thuis/leerling/1001/cijferpad/" + std::string(key)) == reason::kMethodUnknown);
    }
    CHECK(Refusal("/start/thuis/leerling/1001/" + std::string(65, 'a')) == reason::kMethodUnknown);
    CHECK(Refusal("/start/thuis/leerling/1001/" + std::string(64, 'a')) == "");
}

TEST_CASE("a school is named by the number that stays", "[ACC-08]") {
    CHECK(WriteNumber({.basispoort_id = 1001, .brin = "99XX", .location = "00"}) == "1001");
    CHECK(WriteNumber({.brin = "99XX", .location = "00"}) == "99XX00");
    CHECK(WriteNumber({}) == "");
    CHECK(ReadNumber("9223372036854775807") == SchoolNumber{.basispoort_id = INT64_MAX});
    CHECK_FALSE(ReadNumber(""));
}

TEST_CASE("each start address says in Dutch and English what it is for", "[ACC-08]") {
    std::set<std::string_view> titles;
    for (const auto& kind : StartKinds()) {
        CHECK(titles.insert(kind.title).second);
        CHECK(titles.insert(kind.title_en).second);
        CHECK_FALSE(kind.purpose.empty());
        CHECK_FALSE(kind.purpose_en.empty());
        const bool here = OnlyAtSchool({.route = kind.route, .who = kind.who});
        CHECK(here == (kind.who == StartWho::kPupil && kind.letter != "A" && kind.letter != "E"));
        CHECK(kind.purpose.contains("alleen op school") == here);
    }
}

}  // namespace suite::gateway
