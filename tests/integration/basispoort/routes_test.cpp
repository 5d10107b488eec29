// The stand-in itself: routes of the partner API that roster-sync does not use yet, and those that are wrong.
#include <nlohmann/json.hpp>

#include "support.hpp"

namespace suite::roster_sync::test {
namespace {

using Json = nlohmann::json;

class Partner {
  public:
    explicit Partner(const BasispoortStandIn& stand_in)
        : url_(stand_in.Url()), client_(TlsOf(stand_in.Certificates())) {}

    http::ClientResponse Send(const std::string& method, const std::string& path, const std::string& body = {}) {
        auto answer = client_.Send({.method = method, .url = url_ + "/rest/v2" + path, .body = body});
        REQUIRE(answer);
        return *std::move(answer);
    }
    Json Get(const std::string& path) {
        const auto answer = Send("GET", path);
        INFO(path << ": " << answer.body);
        REQUIRE(answer.status == 200);
        CHECK(answer.headers.at("content-type") == "application/json");
        return Json::parse(answer.body);
    }
    int Status(const std::string& method, const std::string& path, const std::string& body = {}) {
        return Send(method, path, body).status;
    }

  private:
    std::string url_;
    http::Client client_;
};

std::vector<std::int64_t> Ids(const Json& list) {
    std::vector<std::int64_t> ids;
    for (const auto& item : list) ids.push_back(item.at("id"));
    return ids;
}

}  // namespace

TEST_CASE("the stand-in serves the parts of a school as the whole has them") {
    BasispoortStandIn stand_in(Roster());
    Partner partner(stand_in);
    const auto whole = partner.Get("/instellingen/1001");
    const auto groups = partner.Get("/instellingen/1001/groepen");
    CHECK(groups.at("groepen") == whole.at("groepen"));
    CHECK(groups.at("subgroepen") == whole.at("subgroepen"));
    CHECK(groups.at("subgroepen").at(0) ==
          Json{{"lasKey", "PLUS"}, {"naam", "Plus"}, {"jaargroep", nullptr}, {"omschrijving", nullptr}});
    CHECK(partner.Get("/instellingen/1001/leerlingen").at("leerlingen") == whole.at("leerlingen"));
    CHECK(partner.Get("/instellingen/1001/staf").at("medewerkers") == whole.at("medewerkers"));
    CHECK(
        whole.at("leerlingen").at(1) ==
        Json{{"id", 500124},
             {"eckid", "e2"},
             {"lasKey", nullptr},
             {"jaargroep", nullptr},
             {"groep", "G5A"},
             {"subgroepen", Json::array()},
             {"persoonsgegevens",
              {{"achternaam", "Tweede"}, {"voornaam", nullptr}, {"voorvoegsel", nullptr}, {"voorletters", nullptr}}}});
    for (const auto* path : {"", "/details", "/groepen", "/leerlingen", "/staf"}) {
        const auto meta = partner.Get(std::string("/instellingen/1001") + path).at("metaResult");
        CHECK(ParseInstant(meta.at("mutationTimestamp").get<std::string>()));
        CHECK(ParseInstant(meta.at("generationTimestamp").get<std::string>()));
    }
    const auto ref = partner.Get("/instellingen/1001/ref");
    CHECK(ref.is_string());
    CHECK(partner.Get("/instellingen/1001/details").at("instellingRef") == ref);
    CHECK(partner.Get("/instellingen/1002/ref") != ref);
}

TEST_CASE("the stand-in gives the pupils that are asked for, and drops unknown keys silently") {
    BasispoortStandIn stand_in(Roster());
    Partner partner(stand_in);
    const auto by_id = Json::parse(partner.Send("POST", "/instellingen/1001/leerlingen", "[500124,7]").body);
    CHECK(Ids(by_id.at("leerlingen")) == std::vector<std::int64_t>{500124});
    const auto by_eck = Json::parse(partner.Send("POST", "/instellingen/1001/leerlingen_eckid", R"(["e1","x"])").body);
    CHECK(Ids(by_eck.at("leerlingen")) == std::vector<std::int64_t>{500123});
    CHECK(partner.Status("POST", "/instellingen/1001/leerlingen", R"(["500124"])") == 400);
    CHECK(partner.Status("POST", "/instellingen/1001/leerlingen", "{") == 400);
}

TEST_CASE("the stand-in finds schools by name and address, open ones unless asked otherwise") {
    BasispoortStandIn stand_in(Roster());
    Partner partner(stand_in);
    CHECK(Ids(partner.Get("/nawsearch")) == std::vector<std::int64_t>{1001});
    CHECK(Ids(partner.Get("/nawsearch?activeOnly=false")) == std::vector<std::int64_t>{1001, 1002});
    CHECK(Ids(partner.Get("/nawsearch?naam=regenb&plaatsnaam=HOUTEN")) == std::vector<std::int64_t>{1001});
    CHECK(Ids(partner.Get("/nawsearch?brincode=98XX01&activeOnly=false")) == std::vector<std::int64_t>{1002});
    CHECK(Ids(partner.Get("/nawsearch?postcode=1234%20ab&adres=dorpsweg%201&bestuurscode=41000")).size() == 1);
    CHECK(partner.Get("/nawsearch?naam=bestaat-niet").empty());
    CHECK(partner.Get("/nawsearch?brincode=99XX").at(0).at("brincode") == "99XX00");
}

TEST_CASE("the stand-in's publisher can give up its permission") {
    BasispoortStandIn stand_in(Roster());
    Partner partner(stand_in);
    const std::string permission = "/instellingen/1001/uitgever/synchronizationpermission";
    const auto given_up = partner.Send("DELETE", permission);
    CHECK(given_up.status == 200);
    CHECK(given_up.body.empty());
    CHECK(partner.Get(permission + "?request-permission=true") == Json{{"hasSynchronizationPermission", false}});
    CHECK(partner.Get("/instellingen") == Json{1002});
    CHECK(partner.Status("GET", permission) == 400);
}

TEST_CASE("the stand-in refuses what is no route of the API") {
    BasispoortStandIn stand_in(Roster());
    Partner partner(stand_in);
    CHECK(partner.Status("GET", "/bestaat-niet") == 404);
    CHECK(partner.Status("POST", "/instellingen") == 405);
    CHECK(partner.Status("GET", "/instellingen/abc") == 404);
    CHECK(partner.Status("GET", "/instellingen/1001.5") == 404);
    CHECK(partner.Status("GET", "/instellingen/synchronizationpermission/toegekend/gisteren") == 400);
}

TEST_CASE("the stand-in's later records replace and delete earlier ones") {
    const std::string roster = Roster() +
                               Person("pupil", 1001, 500124, R"({"persoonsgegevens":{"achternaam":"Nieuw"}})") +
                               R"({"type":"pupil","op":"delete","schoolId":1001,"id":500123})";  // no line end
    BasispoortStandIn stand_in(roster);
    const auto pupils = Partner(stand_in).Get("/instellingen/1001/leerlingen").at("leerlingen");
    REQUIRE(pupils.size() == 1);
    CHECK(pupils[0].at("persoonsgegevens").at("achternaam") == "Nieuw");
}

}  // namespace suite::roster_sync::test
