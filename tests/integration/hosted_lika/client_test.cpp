// The client in good days and bad.
#include "core/reasons.hpp"
#include "support.hpp"
#include "testing/temp_dir.hpp"

namespace suite::licence::test {
namespace {

using Keys = std::vector<UserKey>;

void PutBoth(HostedLika& lika) {
    REQUIRE(lika.PutMethod(kMethod, Soon()));
    REQUIRE(lika.PutProduct("taal", kProduct, Soon()));
}

/// Every call of the port, so that none is forgotten.
std::vector<Error> ErrorsOfAll(HostedLika& lika, const std::function<Deadline()>& deadline) {
    std::vector<Error> errors;
    const auto add = [&](const auto& result) {
        REQUIRE_FALSE(result);
        errors.push_back(result.error());
    };
    add(lika.PutMethod(kMethod, deadline()));
    add(lika.PutProduct("taal", kProduct, deadline()));
    add(lika.AddUsers(kOfProduct, {kPupil1}, deadline()));
    add(lika.RemoveUsers(kOfProduct, {kPupil1}, deadline()));
    add(lika.ReplaceUsers(kOfProduct, {kPupil1}, deadline()));
    add(lika.ReadUsers(kOfProduct, deadline()));
    add(lika.RemoveProduct("taal", "taal-5", deadline()));
    add(lika.RemoveMethod("taal", deadline()));
    return errors;
}

}  // namespace

TEST_CASE("methods and products are made once and changed after that", "[LIC-09]") {
    BasispoortStandIn stand_in(kRoster);
    auto lika = ClientOf(stand_in);
    PutBoth(*lika);
    auto renamed = kMethod;
    renamed.name = "Taal, nieuwe editie";
    REQUIRE(lika->PutMethod(renamed, Soon()));
    REQUIRE(lika->PutProduct("taal", kProduct, Soon()));
    const auto methods = Methods(stand_in);
    REQUIRE(methods.size() == 1);
    CHECK(methods[0].at("naam") == "Taal, nieuwe editie");
    CHECK(methods[0].at("icon") == "image/png,QUJD");
    CHECK(methods[0].at("tags") == Json::array());
    REQUIRE(methods[0].at("producten").size() == 1);
    CHECK(methods[0].at("producten")[0].at("url") == "https://taal.test/5");
    CHECK(methods[0].at("producten")[0].at("icon").is_null());
    CHECK(methods[0].at("producten")[0].at("tags") == Json{"toetsApplicatie"});
    for (const auto& request : stand_in.Control().Requests()) CHECK(request.client == "licence");

    // Nothing changed by itself, and what is gone twice is gone.
    CHECK(lika->RemoveMethod("taal", Soon()).error().code == Code::kInvalidArgument);
    CHECK(lika->RemoveProduct("taal", "taal-5", Soon()));
    CHECK(lika->RemoveProduct("taal", "taal-5", Soon()));
    CHECK(lika->RemoveMethod("taal", Soon()));
    CHECK(lika->RemoveMethod("taal", Soon()));
    CHECK(Methods(stand_in).empty());
}

TEST_CASE("users are added, removed and replaced, by number or by school and ECK iD", "[LIC-09]") {
    BasispoortStandIn stand_in(kRoster);
    auto lika = ClientOf(stand_in);
    PutBoth(*lika);
    const auto list = GENERATE(kOfMethod, kOfProduct);
    CHECK(lika->ReadUsers(list, Soon()).value().empty());
    REQUIRE(lika->AddUsers(list, {kTeacher, kByEckId, kPupil1}, Soon()));
    CHECK(lika->ReadUsers(list, Soon()).value() == Keys{kByEckId, kPupil1, kTeacher});
    // Twice is once, and who is not known there is dropped without a word.
    REQUIRE(lika->AddUsers(list, {kTeacher, kStranger, {.institution = 1001, .eck_id = "nobody"}}, Soon()));
    CHECK(lika->ReadUsers(list, Soon()).value() == Keys{kByEckId, kPupil1, kTeacher});
    REQUIRE(lika->RemoveUsers(list, {kTeacher, kByEckId, kStranger}, Soon()));
    CHECK(lika->ReadUsers(list, Soon()).value() == Keys{kPupil1});
    REQUIRE(lika->ReplaceUsers(list, {kPupil2, kByEckId}, Soon()));
    CHECK(lika->ReadUsers(list, Soon()).value() == Keys{kByEckId, kPupil2});
    REQUIRE(lika->ReplaceUsers(list, {}, Soon()));
    CHECK(lika->ReadUsers(list, Soon()).value().empty());
    // The other list was left alone.
    CHECK(lika->ReadUsers(list == kOfMethod ? kOfProduct : kOfMethod, Soon()).value().empty());
}

TEST_CASE("each way in which Basispoort refuses or fails has its error, and none of its words", "[LIC-09]") {
    struct Row {
        const char* script;
        Code code;
    };
    const auto row =
        GENERATE(Row{R"({"kind":"answer","status":500,"text":"java.lang.NullPointerException"})", Code::kUnavailable},
                 Row{R"({"kind":"answer","status":503,"json":{"melding":"onderhoud"}})", Code::kUnavailable},
                 Row{R"({"kind":"answer","status":429,"text":"te veel"})", Code::kUnavailable},
                 Row{R"({"kind":"answer","status":403,"text":"geen toegang"})", Code::kPermissionDenied},
                 Row{R"({"kind":"answer","status":400,"json":{"melding":"onjuist"}})", Code::kInvalidArgument},
                 Row{R"({"kind":"answer","status":302,"text":""})", Code::kDataLoss});
    CAPTURE(row.script);
    BasispoortStandIn stand_in(kRoster);
    auto lika = ClientOf(stand_in);
    stand_in.Control().Fault(R"({"path":"^/hosted-lika/",)" + std::string(row.script).substr(1));
    for (const auto& error : ErrorsOfAll(*lika, Soon)) {
        CHECK(error.code == row.code);
        for (const auto* word : {"NullPointer", "onderhoud", "melding", "toegang"}) {
            CHECK(error.message.find(word) == std::string::npos);
        }
    }
    stand_in.Control().ClearFaults();
    PutBoth(*lika);
}

TEST_CASE("a list that is cut off, or no list at all, is no list", "[LIC-09]") {
    BasispoortStandIn stand_in(kRoster);
    auto lika = ClientOf(stand_in);
    PutBoth(*lika);
    REQUIRE(lika->AddUsers(kOfProduct, {kPupil1, kPupil2}, Soon()));
    struct Row {
        const char* script;
        Code code;
    };
    const auto row =
        GENERATE(Row{R"({"kind":"half"})", Code::kDataLoss}, Row{R"({"kind":"broken"})", Code::kUnavailable},
                 Row{R"({"kind":"answer","status":200,"text":""})", Code::kDataLoss},
                 Row{R"({"kind":"answer","status":200,"text":"<html>Welkom</html>"})", Code::kDataLoss},
                 Row{R"({"kind":"answer","status":200,"json":[501]})", Code::kDataLoss},
                 Row{R"({"kind":"answer","status":200,"json":{"gebruikers":["501"]}})", Code::kDataLoss},
                 Row{R"({"kind":"answer","status":200,"json":{"gebruikers":null}})", Code::kDataLoss});
    CAPTURE(row.script);
    stand_in.Control().Fault(R"({"path":"/gebruiker","method":"GET",)" + std::string(row.script).substr(1));
    CHECK(lika->ReadUsers(kOfProduct, Soon()).error().code == row.code);
}

TEST_CASE("a write whose answer is lost may have been done, and can be sent again", "[LIC-09]") {
    BasispoortStandIn stand_in(kRoster);
    auto lika = ClientOf(stand_in);
    PutBoth(*lika);
    stand_in.Control().Fault(R"({"path":"/addlist$","kind":"broken","count":1})");
    const auto first = lika->AddUsers(kOfProduct, {kPupil1}, Soon());
    // An empty body cannot be broken off: either way it is done.
    CHECK((first || first.error().code == Code::kUnavailable));
    CHECK(lika->ReadUsers(kOfProduct, Soon()).value() == Keys{kPupil1});
    REQUIRE(lika->AddUsers(kOfProduct, {kPupil1}, Soon()));
    CHECK(lika->ReadUsers(kOfProduct, Soon()).value() == Keys{kPupil1});
}

TEST_CASE("what only reads is asked again, what writes is not", "[LIC-09]") {
    BasispoortStandIn stand_in(kRoster);
    auto lika = ClientOf(stand_in);
    PutBoth(*lika);
    stand_in.Control().Fault(R"({"path":"/gebruiker","kind":"answer","status":503,"count":2})");
    CHECK(lika->ReadUsers(kOfProduct, Soon()));
    stand_in.Control().ClearFaults();
    stand_in.Control().Fault(R"({"path":"/addlist$","kind":"answer","status":503,"count":1})");
    stand_in.Control().ClearRequests();
    CHECK(lika->AddUsers(kOfProduct, {kPupil1}, Soon()).error().code == Code::kUnavailable);
    CHECK(stand_in.Control().Requests().size() == 1);
}

TEST_CASE("no call outlives its deadline", "[LIC-09]") {
    BasispoortStandIn stand_in(kRoster);
    auto lika = ClientOf(stand_in);
    stand_in.Control().Fault(R"({"path":"^/hosted-lika/","kind":"slow","delayMs":60000})");
    const auto begun = std::chrono::steady_clock::now();
    for (const auto& error : ErrorsOfAll(*lika, [] { return Deadline::In(std::chrono::milliseconds(100)); })) {
        CHECK((error.code == Code::kDeadlineExceeded || error.code == Code::kUnavailable));
    }
    CHECK(std::chrono::steady_clock::now() - begun < std::chrono::seconds(20));
    for (const auto& error : ErrorsOfAll(*lika, [] { return Deadline::In(std::chrono::milliseconds(0)); })) {
        CHECK(error.code == Code::kDeadlineExceeded);
    }
}

TEST_CASE("only who shows a certificate of Basispoort's CA gets in", "[LIC-09]") {
    BasispoortStandIn stand_in(kRoster);
    const testing::TempDir folder;
    REQUIRE(crypto::MakeCertificates(folder.Path(), {"stranger"}, SystemClock().Now()));
    auto options = OptionsFor(stand_in);
    const auto strangers = crypto::CertificatesOf(folder.Path(), "stranger");
    options.tls.certificate_file = strangers.certificate;
    options.tls.key_file = strangers.key;
    auto stranger = HostedLikaClient::Make(options);
    REQUIRE(stranger);
    CHECK((*stranger)->PutMethod(kMethod, Soon()).error().code == Code::kUnavailable);
    CHECK(Methods(stand_in).empty());
}

TEST_CASE("a client needs an https URL, a publisher's code and all its files", "[LIC-09]") {
    const HostedLikaOptions good{.url = "https://127.0.0.1:1",
                                 .publisher = "uitgever",
                                 .tls = {.ca_file = "a", .certificate_file = "b", .key_file = "c"}};
    REQUIRE(HostedLikaClient::Make(good));
    auto bad = good;
    SECTION("plain http") { bad.url = "http://127.0.0.1:1"; }
    SECTION("no publisher") { bad.publisher.clear(); }
    SECTION("a publisher that leads elsewhere") { bad.publisher = "a/../b"; }
    SECTION("no CA") { bad.tls.ca_file.clear(); }
    SECTION("no certificate") { bad.tls.certificate_file.clear(); }
    SECTION("no key") { bad.tls.key_file.clear(); }
    CHECK(HostedLikaClient::Make(bad).error().code == Code::kInvalidArgument);
}

}  // namespace suite::licence::test
