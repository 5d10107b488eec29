// What the stand-in itself promises beyond what our client asks of it.
#include "support.hpp"

namespace suite::licence::test {
namespace {

class Partner {
  public:
    explicit Partner(const BasispoortStandIn& stand_in)
        : url_(stand_in.Url()), client_(TlsOf(stand_in.Certificates("licence"))) {}

    int Send(const std::string& method, const std::string& path, const std::string& body = {}) {
        auto answer = client_.Send(
            {.method = method, .url = url_ + "/hosted-lika/management/lika/uitgever" + path, .body = body});
        REQUIRE(answer);
        last_ = answer->body;
        return answer->status;
    }
    [[nodiscard]] const std::string& Last() const { return last_; }

  private:
    std::string url_;
    http::Client client_;
    std::string last_;
};

}  // namespace

TEST_CASE("the stand-in answers writes with an empty 200, and lists ascending") {
    BasispoortStandIn stand_in(kRoster);
    Partner partner(stand_in);
    CHECK(partner.Send("POST", "/methode", R"({"id":"taal","naam":"Taal","tags":[]})") == 200);
    CHECK(partner.Last().empty());
    CHECK(partner.Send("POST", "/methode/taal/gebruiker/addlist", R"({"gebruikers":[601,501,7,502]})") == 200);
    CHECK(partner.Last().empty());
    CHECK(partner.Send("GET", "/methode/taal/gebruiker") == 200);
    CHECK(partner.Last() == R"({"gebruikers":[501,502,601]})");
    CHECK(partner.Send("DELETE", "/methode/taal/gebruiker") == 200);
    CHECK(partner.Send("GET", "/methode/taal/gebruiker") == 200);
    CHECK(partner.Last() == R"({"gebruikers":[]})");
    CHECK(partner.Send("GET", "/methode") == 200);
    CHECK(Json::parse(partner.Last()).at("methodes").at(0).at("id") == "taal");
}

TEST_CASE("the stand-in does not know whom a test or the roster does not know") {
    BasispoortStandIn stand_in(kRoster);
    Partner partner(stand_in);
    REQUIRE(partner.Send("POST", "/methode", R"({"id":"taal","naam":"Taal","tags":[]})") == 200);
    stand_in.Control().Unknown(R"([501, "eck-502"])");
    REQUIRE(partner.Send("PUT", "/methode/taal/gebruiker", R"({"gebruikers":[501,502]})") == 200);
    REQUIRE(partner.Send("PUT", "/methode/taal/gebruiker_eckid",
                         R"({"gebruikers":[{"instellingId":1001,"eckId":"eck-502"}]})") == 200);
    auto method = Methods(stand_in).at(0);
    CHECK(method.at("gebruikers") == Json{502});
    CHECK(method.at("gebruikersEckId").empty());
    // A pupil whom the roster brings is known from then on.
    stand_in.Control().Unknown("[]");
    REQUIRE(partner.Send("POST", "/methode/taal/gebruiker/addlist", R"({"gebruikers":[503]})") == 200);
    CHECK(Methods(stand_in).at(0).at("gebruikers") == Json{502});
    stand_in.Control().PutSchool(1001, R"({"type":"pupil","op":"upsert","schoolId":1001,"id":503,"data":{}})");
    REQUIRE(partner.Send("POST", "/methode/taal/gebruiker/addlist", R"({"gebruikers":[503]})") == 200);
    CHECK(Methods(stand_in).at(0).at("gebruikers") == Json{502, 503});
}

TEST_CASE("the stand-in refuses what the real one would, in plain text") {
    BasispoortStandIn stand_in(kRoster);
    Partner partner(stand_in);
    CHECK(partner.Send("POST", "/methode", R"({"id":"taal","naam":"Taal","tags":["spel"]})") == 400);
    CHECK(partner.Send("POST", "/methode", R"({"naam":"Taal","tags":[]})") == 400);
    CHECK(partner.Send("POST", "/methode", R"({"id":"a","naam":"A","tags":[],"icon":"data:image/png;base64,QUJD"})") ==
          400);
    CHECK(partner.Send("GET", "/methode/taal") == 404);
    CHECK(partner.Last() == "Onbekende methode");
    CHECK(partner.Send("POST", "/methode/taal/gebruiker/addlist", R"({"gebruikers":[501]})") == 404);
    REQUIRE(partner.Send("POST", "/methode", R"({"id":"taal","naam":"Taal","tags":[]})") == 200);
    CHECK(partner.Send("POST", "/methode", R"({"id":"taal","naam":"Taal","tags":[]})") == 409);
    CHECK(partner.Send("POST", "/methode/taal/product", R"({"id":"taal-5","naam":"Taal 5","tags":[]})") == 400);
    REQUIRE(partner.Send("POST", "/methode/taal/product",
                         R"({"id":"taal-5","naam":"Taal 5","tags":[],"url":"https://taal.test/"})") == 200);
    CHECK(partner.Send("GET", "/methode/taal/product") == 200);
    CHECK(Json::parse(partner.Last()).at("producten").size() == 1);
    CHECK(partner.Send("DELETE", "/methode/taal") == 409);
    CHECK(partner.Last() == "Verwijder eerst de producten");
    CHECK(partner.Send("POST", "/methode/taal/gebruiker/addlist", R"({"gebruikers":["501"]})") == 400);
    CHECK(partner.Send("POST", "/methode/taal/gebruiker/addlist", "geen json") == 400);
    CHECK(partner.Send("PUT", "/methode/taal", R"({"id":"rekenen","naam":"Rekenen","tags":[]})") == 400);
}

}  // namespace suite::licence::test
