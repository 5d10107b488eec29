// Bodies that are not what they should be: JSON and EDEXML.
#include <catch2/catch.hpp>

#include "tests/functional/bad_input/unharmed.hpp"

namespace {

using std::string_literals::operator""s;
using nlohmann::json;
using suite::testing::Answer;
using suite::testing::Caller;
using suite::testing::CheckProblem;
using suite::testing::OrderOf;
using suite::testing::Target;

constexpr std::size_t kMiB = 1U << 20U;

Answer SendJson(Caller& caller, const std::string& method, const std::string& path, std::string body,
                const std::string& type = "application/json") {
    return caller.Send(method, path, std::move(body), {{"Content-Type", type}});
}

std::string Edexml(const std::string& prolog, const std::string& family_name) {
    return prolog +
           "<EDEX><school><schooljaar>2098-2099</schooljaar><brincode>99XX</brincode><dependancecode>00</"
           "dependancecode>"
           "<schoolkey>1</schoolkey><xsdversie>2.1</xsdversie></school><groepen/><leerlingen><leerling key=\"x1\">"
           "<achternaam>" +
           family_name +
           "</achternaam><roepnaam>Teun</roepnaam><jaargroep>5</jaargroep></leerling></leerlingen><leerkrachten/></"
           "EDEX>";
}

}  // namespace

TEST_CASE("JSON that is broken, of wrong types or with unknown or repeated fields is refused whole", "[NFR]") {
    Target target;
    auto& order_system = target.api.Machine("order-system");
    const auto put = [&](std::string body) { return SendJson(order_system, "PUT", "/orders/bad-1", std::move(body)); };
    const json good = OrderOf(target.demo.school, "cijferpad-5");

    const std::string deep(2000, '[');
    for (const auto& text :
         {""s, " "s, "{"s, "nonsense"s, "{\"title\":}"s, good.dump() + "x", good.dump() + good.dump(),
          "{\"title\":\"a\nb\"}"s, R"({"title":"\ud800"})"s, "{\"seats\":1e999}"s, deep, "\xEF\xBB\xBF{"s,
          "{\"title\":\"\xC3\x28\"}"s, "\xFF\xFE{}"s, "{\"title\":\"a\0b\"}"s, good.dump() + "\0"s}) {
        CAPTURE(text.substr(0, 100));
        CheckProblem(put(text), 400, "invalid-body");
    }
    CheckProblem(put(R"({"title":"a","title":"b"})"), 400, "invalid-body");

    for (const auto& text : {"[]"s, "null"s, "7"s, "\"text\""s}) {
        CAPTURE(text);
        CheckProblem(put(text), 400, "invalid-request");
    }
    struct Wrong {
        const char* field;
        json value;
    };
    for (const auto& [field, value] :
         {Wrong{"title", 7}, Wrong{"title", nullptr}, Wrong{"title", "a\0b"s}, Wrong{"kind", "bulk"}, Wrong{"kind", 1},
          Wrong{"seats", "12"}, Wrong{"seats", 1.5}, Wrong{"seats", 9999999999LL}, Wrong{"yearGroups", "5"},
          Wrong{"yearGroups", {5}}, Wrong{"cancelled", "no"}, Wrong{"startDate", "2026-02-30"},
          Wrong{"startDate", "01-08-2026"}, Wrong{"contractNumber", "12"}, Wrong{"colour", "red"},
          Wrong{"orderLineId", "bad-2"}, Wrong{"title", json::object()}}) {
        CAPTURE(field, value.dump());
        auto order = good;
        order[field] = value;
        const auto answer = put(order.dump());
        CheckProblem(answer, 400, "invalid-request");
        REQUIRE(answer.json.at("errors").size() == 1);
        CHECK(answer.json.at("errors").at(0).at("pointer").get<std::string>().starts_with("/"s + field));
        CHECK_FALSE(answer.json.at("errors").at(0).at("message").get<std::string>().empty());
    }
    target.CheckUnharmed();
}

TEST_CASE("a body of another type, or larger than its route takes, is refused", "[NFR]") {
    Target target;
    auto& order_system = target.api.Machine("order-system");
    const auto good = OrderOf(target.demo.school, "cijferpad-5").dump();
    for (const auto* type : {"text/plain", "application/xml", "application/x-www-form-urlencoded", "json", ""}) {
        CAPTURE(type);
        CheckProblem(SendJson(order_system, "PUT", "/orders/bad-1", good, type), 415, "unsupported-media-type");
    }
    const auto larger = [](std::size_t size) { return "{\"title\":\"" + std::string(size, 'a') + "\"}"; };
    CheckProblem(SendJson(order_system, "PUT", "/orders/bad-1", larger(kMiB)), 413, "body-too-large");
    CheckProblem(SendJson(target.api.Machine("method-software"), "POST", "/results", larger(2 * kMiB)), 413,
                 "body-too-large");
    auto& coordinator = target.api.Coordinator(target.demo.school, target.demo.coordinator);
    CheckProblem(coordinator.Send("POST", "/schools/" + target.demo.school + "/roster-imports",
                                  Edexml("", std::string(52 * kMiB, 'a')), {{"Content-Type", "application/xml"}}),
                 413, "body-too-large");
    // More than the server takes at all: refused as soon as it is announced.
    CheckProblem(coordinator.Send("POST", "/schools/" + target.demo.school + "/roster-imports",
                                  std::string(65 * kMiB, 'a'), {{"Content-Type", "application/xml"}}),
                 413, "body-too-large");
    target.CheckUnharmed();
}

TEST_CASE("results that are too many, or not of this school's pupil, are not taken", "[RES-09]") {
    Target target;
    auto& method_software = target.api.Machine("method-software");
    const auto result = [&](int number, const json& person, const std::string& school) {
        json one{{"resultKey", "bad-" + std::to_string(number)},
                 {"version", 1},
                 {"schoolId", school},
                 {"productId", "p"},
                 {"kind", "test"},
                 {"testCode", "t"},
                 {"takenOn", "2026-01-15"}};
        one.update(person);
        return one;
    };
    json many = json::array();
    for (int i = 0; i < 501; ++i) many.push_back(result(i, {{"basispoortId", 500123}}, target.demo.school));
    CheckProblem(method_software.Post("/results", {{"results", many}}), 400, "invalid-request");
    CheckProblem(method_software.Post("/results", {{"results", json::array()}}), 400, "invalid-request");

    const json wrong{result(1, {{"personId", target.demo.pupil}}, target.demo.other_school),
                     result(2, {{"basispoortId", 500123}}, target.demo.other_school),
                     result(3, {{"basispoortId", 500123}}, suite::SchoolId{4711}.ToString()),
                     result(4, {{"basispoortId", 500123}, {"personId", target.demo.pupil}}, target.demo.school),
                     result(5, {{"basispoortId", 9006}}, target.demo.school),  // a teacher
                     result(6, {{"basispoortId", 500123}, {"takenOn", "2099-01-01"}}, target.demo.school),
                     result(7, {{"basispoortId", 500123}, {"testCode", ""}}, target.demo.school)};
    const auto answer = method_software.Post("/results", {{"results", wrong}});
    CAPTURE(answer.body);
    REQUIRE(answer.status == 200);
    const char* reasons[] = {"person-unknown", "person-unknown",  "school-unknown", "invalid-request",
                             "person-unknown", "invalid-request", "invalid-request"};
    for (std::size_t i = 0; i < wrong.size(); ++i) {
        const auto& receipt = answer.json.at("items").at(i);
        CHECK(receipt.at("outcome") == "rejected");
        CHECK(receipt.at("reason") == reasons[i]);
    }
    target.CheckUnharmed();
}

TEST_CASE("an EDEXML file with entities, of no known encoding or half is refused", "[ROS-06]") {
    Target target;
    auto& coordinator = target.api.Coordinator(target.demo.school, target.demo.coordinator);
    const auto import = [&](std::string xml) {
        return coordinator.Send("POST", "/schools/" + target.demo.school + "/roster-imports", std::move(xml),
                                {{"Content-Type", "application/xml"}});
    };
    const auto whole = Edexml("", "Toekomst");
    std::string laughs = "<!DOCTYPE lolz [<!ENTITY lol \"lol\">";
    for (int i = 1; i <= 9; ++i) {
        const auto previous = i == 1 ? "lol"s : "lol" + std::to_string(i - 1);
        laughs += "<!ENTITY lol" + std::to_string(i) + " \"";
        for (int j = 0; j < 10; ++j) laughs += "&" + previous + ";";
        laughs += "\">";
    }
    std::string nested;
    for (int i = 0; i < 100000; ++i) nested += "<a>";
    for (const auto& xml :
         {""s, "no xml"s, "<EDEX>"s, "<EDEX/>"s, "<ander/>"s, whole.substr(0, whole.size() / 2),
          whole + whole.substr(0, 40), Edexml(laughs + "]>", "&lol9;"), Edexml("<!DOCTYPE EDEX>", "Toekomst"),
          Edexml("<!DOCTYPE x [<!ENTITY passwd SYSTEM \"file:///etc/passwd\">]>", "&passwd;"),
          Edexml("<!DOCTYPE x SYSTEM \"http://127.0.0.1:1/x.dtd\">", "Toekomst"),
          Edexml("<?xml version=\"1.0\" encoding=\"UTF-16\"?>", "Toekomst"), Edexml("", "To\xC3(komst"),
          Edexml("", "To\0ekomst"s), Edexml("", "To&#0;ekomst"), nested}) {
        CAPTURE(xml.substr(0, 120));
        CheckProblem(import(xml), 400, "invalid-edexml");
    }
    CheckProblem(coordinator.Send("POST", "/schools/" + target.demo.school + "/roster-imports", whole,
                                  {{"Content-Type", "application/xml"}, {"Content-Encoding", "gzip"}}),
                 415, "unsupported-media-type");
    target.CheckUnharmed();
}
