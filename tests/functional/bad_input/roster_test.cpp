// Parts of a roster batch that cannot be read, or that name what is not the school's.
#include <catch2/catch.hpp>

#include "compress/gzip.hpp"
#include "tests/functional/bad_input/unharmed.hpp"

namespace {

using std::string_literals::operator""s;
using nlohmann::json;
using suite::compress::Gzip;
using suite::testing::Answer;
using suite::testing::CheckProblem;
using suite::testing::ListOf;
using suite::testing::PupilLine;
using suite::testing::Target;

constexpr std::size_t kMiB = 1U << 20U;

Answer PutPart(Target& target, const std::string& batch, std::string content, const std::string& encoding = {}) {
    std::vector<std::pair<std::string, std::string>> headers{{"Content-Type", "application/x-ndjson"}};
    if (!encoding.empty()) headers.emplace_back("Content-Encoding", encoding);
    return target.api.Machine("basispoort").Send("PUT", batch + "/parts/1", std::move(content), std::move(headers));
}

}  // namespace

TEST_CASE("a part that is no gzip, truncated, or unpacks without end is refused", "[ROS-05]") {
    Target target;
    const auto batch = target.OpenBatch();
    const auto part = PupilLine(1001, 590001, "Kapot", "G5");
    const auto packed = Gzip(part);
    CheckProblem(PutPart(target, batch, packed.substr(0, packed.size() - 9), "gzip"), 400, "invalid-body");
    CheckProblem(PutPart(target, batch, packed.substr(0, 5), "gzip"), 400, "invalid-body");
    CheckProblem(PutPart(target, batch, part, "gzip"), 400, "invalid-body");
    CheckProblem(PutPart(target, batch, packed + "rest", "gzip"), 400, "invalid-body");
    CheckProblem(PutPart(target, batch, part, "br"), 415, "unsupported-media-type");
    CheckProblem(PutPart(target, batch, part, "gzip, gzip"), 415, "unsupported-media-type");
    CheckProblem(PutPart(target, batch, packed), 400, "invalid-record");  // gzip that does not say so
    const auto bomb = Gzip(std::string(200 * kMiB, ' '));
    CHECK(bomb.size() < kMiB);
    CheckProblem(PutPart(target, batch, bomb, "gzip"), 413, "body-too-large");
    CheckProblem(PutPart(target, batch, std::string(32 * kMiB + 1, ' ')), 413, "body-too-large");
    // None of them counts as a part.
    CheckProblem(target.api.Machine("basispoort").Post(batch + "/commit", {{"parts", 1}}), 409, "batch-incomplete");
    CHECK(target.api.Machine("basispoort").Get(batch).json.at("parts") == 0);
    target.CheckUnharmed();
}

TEST_CASE("one line that cannot be read refuses its part, by number", "[ROS-05]") {
    Target target;
    const auto batch = target.OpenBatch();
    const auto good = PupilLine(1001, 590001, "Kapot", "G5");
    for (const auto& bad :
         {"{"s,
          "[]"s,
          "null"s,
          "nonsense"s,
          "{}"s,
          R"({"type":"pupil"})"s,
          R"({"type":"pupil","type":"pupil","op":"delete","schoolId":1001,"id":1})"s,
          R"({"type":"dog","op":"upsert","schoolId":1001,"id":1,"data":{}})"s,
          R"({"type":"pupil","op":"insert","schoolId":1001,"id":1,"data":{}})"s,
          R"({"type":"pupil","op":"upsert","schoolId":"1001","id":1,"data":{}})"s,
          R"({"type":"pupil","op":"upsert","schoolId":1001,"id":-1,"data":{}})"s,
          R"({"type":"pupil","op":"upsert","schoolId":1001,"id":1.5,"data":{}})"s,
          R"({"type":"pupil","op":"upsert","schoolId":1001,"id":99999999999999999999,"data":{}})"s,
          R"({"type":"pupil","op":"upsert","schoolId":1001,"id":1,"data":[]})"s,
          R"({"type":"pupil","op":"upsert","schoolId":1001,"id":1,"data":{},"extra":1})"s,
          R"({"type":"group","op":"upsert","schoolId":1001,"id":"G9","data":{"naam":"9"}})"s,
          R"({"type":"group","op":"upsert","schoolId":1001,"id":"G9","schoolYear":"2026-2028","data":{}})"s,
          "{\"type\":\"pupil\",\"op\":\"delete\",\"schoolId\":1001,\"id\":1}\xC3\x28"s,
          "{\"type\":\"pupil\",\"op\":\"upsert\",\"schoolId\":1001,\"id\":1,\"data\":{\"lasKey\":\"\xFF\"}}"s,
          "{\"type\":\"pupil\",\"op\":\"upsert\",\"schoolId\":1001,\"id\":1,\"data\":{\"lasKey\":\"a\0b\"}}"s,
          R"({"type":"pupil","op":"upsert","schoolId":1001,"id":1,"data":{"lasKey":"a\u0000b"}})"s,
          std::string(70000, ' '),
          std::string(5000, '[')}) {
        CAPTURE(bad.substr(0, 120));
        const auto answer = PutPart(target, batch, good + bad + "\n" + good);
        CheckProblem(answer, 400, "invalid-record");
        REQUIRE(answer.json.at("errors").size() == 1);
        CHECK(answer.json.at("errors").at(0).at("pointer").get<std::string>().starts_with("/2"));
        CHECK(answer.body.find("Kapot") == std::string::npos);
    }
    for (const auto* n : {"/parts/0", "/parts/-1", "/parts/10001", "/parts/x"}) {
        CAPTURE(n);
        const auto answer = target.api.Machine("basispoort").Send("PUT", batch + n, good);
        CHECK((answer.status == 400 || answer.status == 404));
    }
    CHECK(target.api.Machine("basispoort").Get(batch).json.at("parts") == 0);
    target.CheckUnharmed();
}

TEST_CASE("records that name another school's group, an unknown school or a wrong value are rejected one by one",
          "[ROS-05][ROS-08]") {
    Target target;
    // What is left out of a record on its way in is counted, not kept.
    const json with_secret{{"type", "pupil"},
                           {"op", "upsert"},
                           {"schoolId", 1001},
                           {"id", 590007},
                           {"data", {{"bsn", "999990019"}, {"groep", "NERGENS"}, {"lasKey", "ll-x"}}}};
    const auto ndjson =
        PupilLine(1002, 590002, "Vreemdeling", "G5") +  // a group of school 1001
        PupilLine(4242, 590003, "Nergens", "G5") +      // a school that nobody introduced
        R"({"type":"pupil","op":"upsert","schoolId":1002,"id":590004,"data":{"groep":7}})"s + "\n" +
        R"({"type":"group","op":"upsert","schoolId":4243,"id":"Z","schoolYear":"2026-2027","data":{"naam":"Z"}})"s +
        "\n" + with_secret.dump() + "\n";
    const auto batch = suite::testing::PushRoster(target.api, 2, "delta", ndjson);
    auto& basispoort = target.api.Machine("basispoort");
    const auto applied = basispoort.GetUntil(
        batch, [](const Answer& answer) { return answer.status == 200 && answer.json.at("status") == "applied"; });
    CAPTURE(applied.body);
    CHECK(applied.json.at("counts").at("pupil").at("rejected") == 4);
    CHECK(applied.json.at("counts").at("pupil").at("added") == 0);
    CHECK(applied.json.at("counts").at("group").at("rejected") == 1);
    CHECK(applied.json.at("droppedFields") == 1);
    std::map<std::string, std::string> reasons;
    for (const auto& rejection : ListOf(basispoort, batch + "/rejections")) {
        reasons[rejection.at("key")] = rejection.at("reason");
        CHECK_FALSE(rejection.at("message").get<std::string>().empty());
        CHECK(rejection.dump().find("Vreemdeling") == std::string::npos);
    }
    CHECK(reasons.at("590002") == "unknown-group");
    CHECK(reasons.at("590003") == "unknown-school");
    CHECK(reasons.at("590004") == "invalid-type");
    CHECK(reasons.at("Z") == "unknown-school");
    CHECK(reasons.size() == 5);
    target.CheckUnharmed();
}
