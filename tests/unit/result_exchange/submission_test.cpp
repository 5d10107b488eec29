#include "services/result_exchange/domain/submission.hpp"

#include <catch2/catch.hpp>
#include <functional>

#include "core/reasons.hpp"

namespace suite::results {
namespace {

const Date kToday = *Date::Parse("2026-11-20");

Submission Good() {
    return {.result_key = "r-1",
            .version = 2,
            .school_id = SchoolId{7}.ToString(),
            .person_id = PersonId{70}.ToString(),
            .eck_id = "",
            .product_id = "taal-actief-5",
            .kind = ResultKind::kTest,
            .test_code = "TA5-B3",
            .test_name = "Blok 3",
            .part_code = "deel-1",
            .score = 34,
            .taken_on = "2026-11-19"};
}

std::string Wide(std::size_t characters) {
    std::string text;
    for (std::size_t i = 0; i < characters; ++i) text += "ë";
    return text;
}

struct Case {
    const char* what;
    std::function<void(Submission&)> change;
    std::string_view reason;  // empty: fine
};

const std::vector<Case> kCases = {
    {"as it is", [](auto&) {}, ""},
    {"no result key", [](auto& s) { s.result_key = ""; }, reason::kInvalidRequest},
    {"result key of 256 characters", [](auto& s) { s.result_key = Wide(256); }, ""},
    {"result key of 257 characters", [](auto& s) { s.result_key = Wide(257); }, reason::kInvalidRequest},
    {"result key with a control character", [](auto& s) { s.result_key = "a\tb"; }, reason::kInvalidRequest},
    {"negative version", [](auto& s) { s.version = -1; }, reason::kInvalidRequest},
    {"malformed school", [](auto& s) { s.school_id = "7"; }, reason::kSchoolUnknown},
    {"no school", [](auto& s) { s.school_id = ""; }, reason::kSchoolUnknown},
    {"no pupil", [](auto& s) { s.person_id = ""; }, reason::kInvalidRequest},
    {"pupil named twice", [](auto& s) { s.eck_id = "https://ketenid.nl/pilot/1"; }, reason::kInvalidRequest},
    {"pupil named thrice",
     [](auto& s) {
         s.eck_id = "https://ketenid.nl/pilot/1";
         s.basispoort_id = 1;
     },
     reason::kInvalidRequest},
    {"malformed person", [](auto& s) { s.person_id = "70"; }, reason::kPersonUnknown},
    {"no product", [](auto& s) { s.product_id = ""; }, reason::kInvalidRequest},
    {"product of 64 characters", [](auto& s) { s.product_id = Wide(64); }, ""},
    {"product of 65 characters", [](auto& s) { s.product_id = Wide(65); }, reason::kInvalidRequest},
    {"no kind", [](auto& s) { s.kind.reset(); }, reason::kInvalidRequest},
    {"no test code", [](auto& s) { s.test_code = ""; }, reason::kInvalidRequest},
    {"test code of 256 characters", [](auto& s) { s.test_code = Wide(256); }, ""},
    {"test code of 257 characters", [](auto& s) { s.test_code = Wide(257); }, reason::kInvalidRequest},
    {"no test name", [](auto& s) { s.test_name = ""; }, ""},
    {"test name of 128 characters", [](auto& s) { s.test_name = Wide(128); }, ""},
    {"test name of 129 characters", [](auto& s) { s.test_name = Wide(129); }, reason::kInvalidRequest},
    {"the whole test", [](auto& s) { s.part_code = ""; }, ""},
    {"part code of 257 characters", [](auto& s) { s.part_code = Wide(257); }, reason::kInvalidRequest},
    {"no score", [](auto& s) { s.score.reset(); }, ""},
    {"score 0", [](auto& s) { s.score = 0; }, ""},
    {"negative score", [](auto& s) { s.score = -1; }, reason::kInvalidRequest},
    {"no day", [](auto& s) { s.taken_on = ""; }, reason::kInvalidRequest},
    {"day that does not exist", [](auto& s) { s.taken_on = "2026-02-29"; }, reason::kInvalidRequest},
    {"day with a time", [](auto& s) { s.taken_on = "2026-11-19T10:00:00Z"; }, reason::kInvalidRequest},
    {"taken tomorrow", [](auto& s) { s.taken_on = "2026-11-21"; }, ""},
    {"taken the day after tomorrow", [](auto& s) { s.taken_on = "2026-11-22"; }, reason::kInvalidRequest},
};

}  // namespace

TEST_CASE("each field of a result is checked, with a stable reason", "[RES-09]") {
    for (const auto& [what, change, reason] : kCases) {
        Submission submission = Good();
        change(submission);
        const auto checked = Check(submission, kToday);
        CAPTURE(what);
        CHECK((checked ? std::string() : checked.error().reason) == reason);
    }
}

TEST_CASE("a checked result carries what was handed in", "[RES-09]") {
    const auto checked = Check(Good(), kToday);
    REQUIRE(checked.has_value());
    CHECK(checked->result_key == "r-1");
    CHECK(checked->version == 2);
    CHECK(checked->school == SchoolId{7});
    CHECK(checked->pupil == PupilRef{PersonId{70}});
    CHECK(checked->content == ResultContent{.product_id = "taal-actief-5",
                                            .kind = ResultKind::kTest,
                                            .test_code = "TA5-B3",
                                            .test_name = "Blok 3",
                                            .part_code = "deel-1",
                                            .score = 34,
                                            .taken_on = *Date::Parse("2026-11-19")});
}

TEST_CASE("a result without a version is the first", "[RES-09]") {
    Submission submission = Good();
    submission.version = 0;
    CHECK(Check(submission, kToday)->version == 1);
}

TEST_CASE("a pupil is named by person, ECK iD or Basispoort id", "[RES-09]") {
    Submission submission = Good();
    submission.person_id = "";
    submission.eck_id = "https://ketenid.nl/pilot/1";
    CHECK(Check(submission, kToday)->pupil == PupilRef{EckId{"https://ketenid.nl/pilot/1"}});
    submission.eck_id = "";
    submission.basispoort_id = 123;
    CHECK(Check(submission, kToday)->pupil == PupilRef{BasispoortId{123}});
}

TEST_CASE("a refusal does not repeat what was handed in", "[RES-09]") {
    Submission submission = Good();
    submission.result_key = "jan-jansen\n";
    const auto checked = Check(submission, kToday);
    REQUIRE_FALSE(checked.has_value());
    CHECK(checked.error().message.find("jansen") == std::string::npos);
}

}  // namespace suite::results
