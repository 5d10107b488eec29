#include "tests/functional/support/steps.hpp"

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <fstream>

#include "core/time.hpp"
#include "tools/demo/demo.hpp"

namespace suite::testing {
namespace {

using Json = nlohmann::json;

constexpr std::int64_t kDemoSchool = 1001;  // De Regenboog, in tools/demo/roster.ndjson
constexpr std::int64_t kOtherSchool = 1002;
constexpr std::int64_t kTeacherOfG5 = 9006;
constexpr std::int64_t kPupilInG5 = 500123;

Json Ok(const Answer& answer, int status) {
    if (answer.status != status) FAIL("expected " << status << ", got " << answer.status << " " << answer.body);
    return answer.json;
}

SchoolYear ThisYear() { return SchoolYear::Of(DutchDay(SystemClock().Now())); }

std::string IdOf(Caller& caller, const std::string& path) { return OnlyItem(caller, path).at("id"); }

}  // namespace

std::string SchoolLine(std::int64_t basispoort_id, const std::string& name, const std::string& brin,
                       const std::string& location) {
    const Json line{{"type", "school"},
                    {"op", "upsert"},
                    {"schoolId", basispoort_id},
                    {"data", {{"naam", name}, {"brincode", brin}, {"dependancecode", location}, {"actief", true}}}};
    return line.dump() + "\n";
}

std::string PupilLine(std::int64_t school, std::int64_t pupil, const std::string& family_name,
                      const std::string& group) {
    Json data{{"persoonsgegevens", {{"voornaam", "Test"}, {"achternaam", family_name}}}};
    if (!group.empty()) data["groep"] = group;
    const Json line{{"type", "pupil"}, {"op", "upsert"}, {"schoolId", school}, {"id", pupil}, {"data", data}};
    return line.dump() + "\n";
}

std::string PushRoster(Api& api, std::int64_t sequence, const std::string& kind, const std::string& ndjson) {
    auto& basispoort = api.Machine("basispoort");
    const Json wanted{{"source", "basispoort"}, {"sequence", sequence}, {"kind", kind}};
    const auto batch = Ok(basispoort.Post("/roster-batches", wanted), 201);
    std::string path = "/roster-batches/" + batch.at("id").get<std::string>();
    Ok(basispoort.Send("PUT", path + "/parts/1", ndjson, {{"Content-Type", "application/x-ndjson"}}), 200);
    Ok(basispoort.Post(path + "/commit", {{"parts", 1}}), 202);
    return path;
}

std::string SmallFile(const std::string& brin) {
    return R"(<?xml version="1.0" encoding="UTF-8"?>
<EDEX><school><schooljaar>2098-2099</schooljaar><brincode>)" +
           brin + R"(</brincode><dependancecode>00</dependancecode>
<schoolkey>1</schoolkey><xsdversie>2.1</xsdversie></school>
<groepen><groep key="EX1"><naam>Toekomst</naam><jaargroep>5</jaargroep></groep></groepen>
<leerlingen><leerling key="ex-1"><achternaam>Toekomst</achternaam><roepnaam>Teun</roepnaam><jaargroep>5</jaargroep>
<groep key="EX1"/></leerling></leerlingen><leerkrachten/></EDEX>)";
}

Json ApplyRoster(Api& api, std::int64_t sequence, const std::string& kind, const std::string& ndjson) {
    const auto path = PushRoster(api, sequence, kind, ndjson);
    return api.Machine("basispoort")
        .GetUntil(path,
                  [](const Answer& answer) { return answer.status == 200 && answer.json.at("status") == "applied"; })
        .json;
}

Answer OnceKnown(const std::function<Answer()>& send) {
    static constexpr std::array kUnknown{"school-unknown", "group-unknown", "person-unknown"};
    Answer answer;
    const bool known = Eventually([&] {
        answer = send();
        return answer.status != 404 || !answer.json.is_object() ||
               std::ranges::find(kUnknown, answer.json.value("code", "")) == kUnknown.end();
    });
    if (!known) FAIL("the service behind does not hear of it: " << answer.body);
    return answer;
}

Json OrderOf(const std::string& school_id, const std::string& product_id) {
    const auto year = ThisYear();
    return {{"schoolId", school_id},
            {"contractNumber", "00000000000000009001"},
            {"methodId", "cijferpad"},
            {"productId", product_id},
            {"title", "Cijferpad"},
            {"kind", "group"},
            {"startDate", std::to_string(year.first_year) + "-08-01"},
            {"endDate", year.LastDay().ToString()},
            {"yearGroups", Json::array()}};
}

std::string PutOrder(Api& api, const std::string& order_line, const Json& order) {
    auto& order_system = api.Machine("order-system");
    return Ok(OnceKnown([&] { return order_system.Put("/orders/" + order_line, order); }), 200).at("licenceId");
}

void LinkGroup(Caller& coordinator, const std::string& school_id, const std::string& licence_id,
               const std::string& group_id) {
    const auto path = "/schools/" + school_id + "/licences/" + licence_id + "/groups/" + group_id;
    Ok(OnceKnown([&] { return coordinator.Put(path); }), 200);
}

std::string EntitlementPath(const std::string& school_id, const std::string& person, const std::string& product_id) {
    return "/entitlements?schoolId=" + school_id + "&" + person + "&productId=" + product_id;
}

Json Entitlement(Api& api, const std::string& school_id, const std::string& person, const std::string& product_id) {
    return api.Machine("method-software")
        .GetUntil(EntitlementPath(school_id, person, product_id),
                  [](const Answer& answer) {
                      return answer.status == 200 && answer.json.at("reason") != "schoolUnknown" &&
                             answer.json.at("reason") != "personUnknown";
                  })
        .json;
}

Json ListOf(Caller& caller, const std::string& path) {
    const auto all = path + (path.find('?') == std::string::npos ? "?" : "&") + "limit=500";
    const auto answer = Ok(caller.Get(all), 200);
    if (!answer.at("nextCursor").is_null()) FAIL(path << " has more than 500 items");
    return answer.at("items");
}

Json OnlyItem(Caller& caller, const std::string& path) {
    const auto items = ListOf(caller, path);
    if (items.size() != 1) FAIL(path << " lists " << items.size() << " items, not one");
    return items.front();
}

Demo LoadDemo(SuiteFixture& fixture) {
    const auto marker = fixture.Data() / "demo.json";
    const auto loaded = demo::Load({.gateway = fixture.Api().Url(),
                                    .dev_clients_file = fixture.Data() / "dev-clients.json",
                                    .token_key_file = fixture.Data() / "secrets" / "token.key",
                                    .marker_file = marker});
    if (!loaded) FAIL("the demonstration did not load: " << loaded.error().message);
    std::ifstream file(marker);
    const auto ids = Json::parse(file);
    auto& helpdesk = fixture.Api().Helpdesk();
    Demo demo{.school = ids.at("schoolId"),
              .coordinator = ids.at("coordinatorId"),
              .groups = ids.at("groups"),
              .licences = ids.at("licences")};
    const auto school = "/schools/" + demo.school;
    demo.teacher = IdOf(helpdesk, school + "/teachers?basispoortId=" + std::to_string(kTeacherOfG5));
    demo.pupil = IdOf(helpdesk, school + "/pupils?basispoortId=" + std::to_string(kPupilInG5));
    const Json again{{"source", "basispoort"}, {"sequence", 1}, {"kind", "snapshot"}};
    demo.batch = Ok(fixture.Api().Machine("basispoort").Post("/roster-batches", again), 201).at("id");
    demo.other_school = IdOf(helpdesk, "/schools?basispoortId=" + std::to_string(kOtherSchool));
    const auto other = "/schools/" + demo.other_school;
    demo.other_coordinator = IdOf(helpdesk, other + "/ict-coordinators");
    demo.other_group = ListOf(helpdesk, other + "/groups").front().at("id");
    return demo;
}

Json EverythingStored(Api& api, const Demo& demo) {
    Json all;
    auto& helpdesk = api.Helpdesk();
    for (const auto& school : {demo.school, demo.other_school}) {
        for (const auto* list : {"/groups", "/pupils", "/teachers", "/ict-coordinators", "/roster-imports",
                                 "/licences?state=coming,active,ending,expired,cancelled", "/licences?excluded=true",
                                 "/result-connections", "/link-proposals?state=all"}) {
            const auto path = "/schools/" + school + list;
            all[path] = ListOf(helpdesk, path);
        }
        const auto addresses = "/schools/" + school + "/known-addresses";
        all[addresses] = Ok(helpdesk.Get(addresses), 200);
        // A batch that was refused record by record is on record as an import; what it stored is in the other lists.
        // The timeline gets its last step a moment later.
        Json files = Json::array();
        for (auto& import : all["/schools/" + school + "/roster-imports"]) {
            import.erase("timeline");
            if (import.at("origin") == "file") files.push_back(import);
        }
        all["/schools/" + school + "/roster-imports"] = std::move(files);
        all["/schools/" + school + "/licence-forecast"] =
            Ok(helpdesk.Get("/schools/" + school + "/licence-forecast"), 200);
    }
    all["schools"] = ListOf(helpdesk, "/schools");
    all["methods"] = ListOf(helpdesk, "/methods");
    all["products"] = ListOf(helpdesk, "/products");
    all["batch"] = Ok(helpdesk.Get("/roster-batches/" + demo.batch), 200);
    all["batch"].erase("timeline");
    // Without a cursor a LAS sees what waits for it and acknowledges nothing.
    for (const auto* las : {"las-parnassys", "las-momento"}) {
        all[las] = Ok(api.Machine(las).Get("/las/results?limit=500"), 200);
    }
    return all;
}

void CheckNothingStored(Api& api, const Demo& demo, const Json& before) {
    const auto now = EverythingStored(api, demo);
    CHECK(now.size() == before.size());
    for (const auto& [list, items] : now.items()) {
        CAPTURE(list);
        CHECK(items == before.at(list));
    }
}

void CheckProblem(const Answer& answer, int status, std::string_view code) {
    CAPTURE(answer.body);
    CHECK(answer.status == status);
    REQUIRE(answer.json.is_object());
    const auto type = answer.headers.find("content-type");
    REQUIRE(type != answer.headers.end());
    CHECK(type->second == "application/problem+json");
    CHECK(answer.json.value("code", "") == code);
    CHECK(answer.json.value("type", "") == "/problems/" + std::string(code));
    CHECK(answer.json.value("status", 0) == status);
    CHECK_FALSE(answer.json.value("title", "").empty());
    CHECK_FALSE(answer.json.value("detail", "").empty());
    CHECK(answer.json.contains("instance"));
    CHECK(answer.json.contains("traceId"));
    CHECK(answer.json.at("errors").is_array());
}

Json WithoutTrace(const Answer& answer) {
    auto json = answer.json;
    if (json.is_object()) {
        json.erase("traceId");
        json.erase("instance");
    }
    return json;
}

std::map<std::string, pid_t> Pids(const devsuite::Suite& suite) {
    std::map<std::string, pid_t> pids;
    for (const auto& name : devsuite::Suite::Names()) pids[name] = suite.Pid(name).value_or(0);
    return pids;
}

}  // namespace suite::testing
