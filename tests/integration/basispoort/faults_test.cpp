// A Basispoort that misbehaves, in each of the ways that the stand-in knows.
#include "core/reasons.hpp"
#include "support.hpp"

namespace suite::roster_sync::test {
namespace {

/// Every call of the port, so that none is forgotten.
std::vector<Error> ErrorsOfAll(BasispoortApi& api, const std::function<Deadline()>& deadline) {
    std::vector<Error> errors;
    const auto add = [&](const auto& result) {
        REQUIRE_FALSE(result);
        errors.push_back(result.error());
    };
    const auto day = Date::Parse("2026-11-21").value();
    add(api.Institutions(deadline()));
    add(api.School(1001, kYear, deadline()));
    add(api.ConsentGranted(day, deadline()));
    add(api.ConsentWithdrawn(day, deadline()));
    add(api.HasConsent(1001, deadline()));
    return errors;
}

}  // namespace

TEST_CASE("each way in which Basispoort misbehaves has its error, and nothing of the answer is used",
          "[ROS-09][ROS-14]") {
    struct Row {
        const char* script;
        Code code;
        std::string_view reason;
        std::size_t requests;  // of the five calls together
    };
    const auto row = GENERATE(
        Row{R"({"kind":"answer","status":500,"text":"java.lang.NullPointerException"})", Code::kUnavailable,
            reason::kUnavailable, 15},
        Row{R"({"kind":"answer","status":503,"json":{"foutcode":17,"melding":"onderhoud"}})", Code::kUnavailable,
            reason::kUnavailable, 15},
        Row{R"({"kind":"answer","status":501,"text":"nee"})", Code::kUnavailable, reason::kUnavailable, 5},
        Row{R"({"kind":"answer","status":429,"text":"te veel"})", Code::kUnavailable, reason::kUnavailable, 5},
        Row{R"({"kind":"broken"})", Code::kUnavailable, reason::kUnavailable, 15},
        Row{R"({"kind":"half"})", Code::kDataLoss, reason::kInvalidAnswer, 6},
        Row{R"({"kind":"answer","status":200,"text":"<html>Welkom</html>"})", Code::kDataLoss, reason::kInvalidAnswer,
            6},
        Row{R"({"kind":"answer","status":200,"text":""})", Code::kDataLoss, reason::kInvalidAnswer, 6},
        Row{R"({"kind":"answer","status":200,"json":"iets anders"})", Code::kDataLoss, reason::kInvalidAnswer, 6},
        Row{R"({"kind":"answer","status":302,"text":""})", Code::kDataLoss, reason::kInvalidAnswer, 5},
        Row{R"({"kind":"answer","status":400,"json":{"melding":"onjuist"}})", Code::kDataLoss, reason::kInvalidAnswer,
            5},
        Row{R"({"kind":"answer","status":403,"text":"geen toegang"})", Code::kPermissionDenied, reason::kForbidden, 5});
    CAPTURE(row.script);
    BasispoortStandIn stand_in(Roster());
    auto client = ClientOf(stand_in);
    stand_in.Control().Fault(R"({"path":"^/rest/v2/",)" + std::string(row.script).substr(1));
    for (const auto& error : ErrorsOfAll(*client, Soon)) {
        CHECK(error.code == row.code);
        CHECK(error.reason == row.reason);
        // Basispoort's own words stay out of our logs and answers.
        for (const auto* word : {"NullPointer", "onderhoud", "melding", "html"}) {
            CHECK(error.message.find(word) == std::string::npos);
        }
    }
    // What fails by its status is tried again or ends the call; what only its reader refuses is a school's second
    // answer.
    CHECK(stand_in.Control().Requests().size() == row.requests);
    // And Basispoort is itself again.
    stand_in.Control().ClearFaults();
    CHECK(client->Institutions(Soon()));
    CHECK(client->School(1001, kYear, Soon()));
}

TEST_CASE("half a school is no school, whichever of its answers it is", "[ROS-09][ROS-14]") {
    BasispoortStandIn stand_in(Roster());
    auto client = ClientOf(stand_in);
    const auto path = GENERATE("/1001$", "/1001/details$");
    stand_in.Control().Fault(R"({"kind":"half","path":")" + std::string(path) + R"("})");
    CheckFails(client->School(1001, kYear, Soon()), Code::kDataLoss);
    CHECK(client->School(1002, kYear, Soon()));
}

TEST_CASE("a school unknown for a moment is not found, lists that are unknown are no answer", "[ROS-14]") {
    BasispoortStandIn stand_in(Roster());
    auto client = ClientOf(stand_in);
    stand_in.Control().Fault(R"({"path":"/instellingen","kind":"unknown"})");
    CheckFails(client->School(1001, kYear, Soon()), Code::kNotFound);
    CheckFails(client->HasConsent(1001, Soon()), Code::kNotFound);
    CheckFails(client->Institutions(Soon()), Code::kDataLoss);
}

TEST_CASE("an empty list is an answer", "[ROS-09][ROS-14]") {
    BasispoortStandIn stand_in(Roster());
    auto client = ClientOf(stand_in);
    stand_in.Control().Fault(R"({"path":"/instellingen","kind":"empty"})");
    CHECK(client->Institutions(Soon()).value().empty());
    const auto school = client->School(1001, kYear, Soon());
    REQUIRE(school);
    CHECK(school->records.schools.size() == 1);
    CHECK(school->records.pupils.empty());
}

TEST_CASE("a Basispoort that stumbles is asked again, within the deadline", "[ROS-14]") {
    BasispoortStandIn stand_in(Roster());
    const auto fault = GENERATE(R"({"path":"^/","kind":"answer","status":500,"count":2})",
                                R"({"path":"^/","kind":"answer","status":502,"count":2})",
                                R"({"path":"^/","kind":"answer","status":504,"count":2})",
                                R"({"path":"^/","kind":"broken","count":2})",
                                R"({"path":"^/","kind":"slow","delayMs":60000,"count":2})");
    CAPTURE(fault);
    stand_in.Control().Fault(fault);
    // More tries than faults: a machine that is busy may make a healthy one slow too.
    auto client = ClientOf(stand_in, /*tries=*/9, /*try_timeout=*/1s);
    CHECK(client->Institutions(Soon()).value() == std::vector<std::int64_t>{1001, 1002});
    CHECK(stand_in.Control().Requests().size() >= 3);
}

TEST_CASE("retries stop where the deadline does", "[ROS-14]") {
    BasispoortStandIn stand_in(Roster());
    stand_in.Control().Fault(R"({"path":"^/","kind":"answer","status":503})");
    auto client = ClientOf(stand_in, /*tries=*/1000000);
    const auto start = std::chrono::steady_clock::now();
    CheckFails(client->Institutions(Deadline::In(2s)), Code::kUnavailable);
    CHECK(std::chrono::steady_clock::now() - start < 10s);
    CHECK(stand_in.Control().Requests().size() > 1);
}

TEST_CASE("a Basispoort that is slow costs the deadline and no more", "[ROS-14]") {
    BasispoortStandIn stand_in(Roster());
    stand_in.Control().Fault(R"({"path":"^/","kind":"slow","delayMs":60000})");
    auto client = ClientOf(stand_in);
    const auto start = std::chrono::steady_clock::now();
    for (const auto& error : ErrorsOfAll(*client, [] { return Deadline::In(300ms); })) {
        CHECK(error.code == Code::kDeadlineExceeded);
    }
    CHECK(std::chrono::steady_clock::now() - start < 15s);
    CheckFails(client->Institutions(Deadline::In(0ms)), Code::kDeadlineExceeded);
}

TEST_CASE("a Basispoort that is gone is unavailable", "[ROS-14]") {
    BasispoortStandIn stand_in(Roster());
    auto client = ClientOf(stand_in);
    REQUIRE(client->Institutions(Soon()));
    stand_in.Kill();
    for (const auto& error : ErrorsOfAll(*client, Soon)) CHECK(error.code == Code::kUnavailable);
}

TEST_CASE("an answer without end is broken off", "[ROS-14]") {
    BasispoortStandIn stand_in("");
    stand_in.Control().PutSchool(
        1001, School(1001, R"({"naam":")" + std::string(BasispoortClient::kMaxAnswerBytes, 'x') + R"("})"));
    auto client = ClientOf(stand_in);
    const auto school = client->School(1001, kYear, Soon());
    CheckFails(school, Code::kDataLoss);
    CHECK(school.error().reason == reason::kInvalidAnswer);
    CHECK(stand_in.Control().Requests().size() == 1);
}

}  // namespace suite::roster_sync::test
