// Where what a request made or started can be read, by whoever sent it.
#include <catch2/catch.hpp>

#include "tests/functional/roster_care/school.hpp"

namespace {

using nlohmann::json;
using suite::sql::Dialect;
using suite::testing::Answer;
using suite::testing::Caller;
using suite::testing::IdOfSchool;
using suite::testing::kSchool;
using suite::testing::SuiteFixture;
using suite::testing::WholeSchool;
using suite::testing::WithBasispoort;
using Headers = std::vector<std::pair<std::string, std::string>>;

constexpr std::string_view kBase = "/api/v1";
constexpr const char* kEdexml = R"(<?xml version="1.0" encoding="UTF-8"?>
<EDEX><school><schooljaar>2098-2099</schooljaar><brincode>97ZZ</brincode><dependancecode>00</dependancecode>
<schoolkey>1</schoolkey><xsdversie>2.1</xsdversie></school>
<groepen><groep key="EX1"><naam>Toekomst</naam><jaargroep>5</jaargroep></groep></groepen>
<leerlingen><leerling key="ex-1"><achternaam>Toekomst</achternaam><roepnaam>Teun</roepnaam><jaargroep>5</jaargroep>
<groep key="EX1"/></leerling></leerlingen><leerkrachten/></EDEX>)";

/// The address that the answer names; the same caller finds there what the answer was about.
std::string Made(Caller& caller, const Answer& answer, int status, const std::string& list) {
    CAPTURE(answer.body);
    REQUIRE(answer.status == status);
    const auto id = answer.json.at("id").get<std::string>();
    REQUIRE(answer.headers.contains("location"));
    const auto location = answer.headers.at("location");
    CHECK(location == std::string(kBase) + list + "/" + id);
    const auto there = caller.Get(location.substr(kBase.size()));
    CHECK(there.status == 200);
    CHECK(there.json.at("id") == id);
    return location;
}

Answer SendJson(Caller& caller, const std::string& path, const json& body, Headers headers = {}) {
    headers.emplace_back("Content-Type", "application/json");
    return caller.Send("POST", path, body.dump(), std::move(headers));
}

}  // namespace

TEST_CASE("a batch, an import and a reconcile are found where the answer that made them says", "[ACC-07]") {
    SuiteFixture fixture(Dialect::kSqlite, WithBasispoort{WholeSchool(kSchool, 100, 12)});
    auto& api = fixture.Api();
    auto& basispoort = api.Machine("basispoort");
    const auto open = [&] {
        return SendJson(basispoort, "/roster-batches", {{"source", "x"}, {"sequence", 1}, {"kind", "delta"}},
                        {{"Idempotency-Key", "open-1"}});
    };
    const auto opened = open();
    const auto batch = Made(basispoort, opened, 201, "/roster-batches");
    // Whoever asks again because the answer got lost has lost the address too.
    const auto again = open();
    CHECK(again.headers.at("idempotent-replayed") == "true");
    CHECK(again.headers.at("location") == batch);

    const auto part = batch.substr(kBase.size()) + "/parts/1";
    REQUIRE(basispoort.Send("PUT", part, WholeSchool(kSchool, 100, 11)).status == 200);
    const auto committed = basispoort.Post(batch.substr(kBase.size()) + "/commit", {{"parts", 1}});
    CHECK(Made(basispoort, committed, 202, "/roster-batches") == batch);

    basispoort.GetUntil(batch.substr(kBase.size()),
                        [](const Answer& answer) { return answer.json.value("status", "") == "applied"; });
    const auto school = "/schools/" + IdOfSchool(api, kSchool);
    auto& coordinator = api.Coordinator(IdOfSchool(api, kSchool));
    const auto import = [&](const std::string& query) {
        return coordinator.Send("POST", school + "/roster-imports" + query, kEdexml,
                                {{"Content-Type", "application/xml"}});
    };
    const auto tried = import("?dryRun=true");
    CHECK(tried.status == 201);
    CHECK_FALSE(tried.headers.contains("location"));  // nothing was made
    Made(coordinator, import(""), 201, school + "/roster-imports");

    Made(coordinator, SendJson(coordinator, school + "/roster-reconciles", json::object()), 202,
         school + "/roster-reconciles");
    Made(api.Helpdesk(), SendJson(api.Helpdesk(), "/roster-reconciles", json::object()), 202, "/roster-reconciles");

    // What makes nothing, and what is refused, names no address.
    CHECK_FALSE(basispoort.Get(batch.substr(kBase.size())).headers.contains("location"));
    CHECK_FALSE(SendJson(basispoort, "/roster-batches", json::object()).headers.contains("location"));
}
