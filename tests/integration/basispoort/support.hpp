// A client of a stand-in that serves two schools.
#pragma once

#include <catch2/catch.hpp>
#include <chrono>
#include <memory>
#include <string>

#include "services/roster_sync/adapters/basispoort_client.hpp"
#include "testing/basispoort.hpp"

namespace suite::roster_sync::test {

using namespace std::chrono_literals;
using testing::BasispoortStandIn;

inline constexpr SchoolYear kYear{2026};

inline std::string School(std::int64_t id, const std::string& data = R"({"naam":"De Regenboog"})") {
    return R"({"type":"school","op":"upsert","schoolId":)" + std::to_string(id) + R"(,"data":)" + data + "}\n";
}
inline std::string Group(std::int64_t school, const std::string& key, const std::string& data) {
    return R"({"type":"group","op":"upsert","schoolId":)" + std::to_string(school) + R"(,"id":")" + key +
           R"(","schoolYear":"2026-2027","data":)" + data + "}\n";
}
inline std::string Person(const std::string& type, std::int64_t school, std::int64_t id, const std::string& data) {
    return R"({"type":")" + type + R"(","op":"upsert","schoolId":)" + std::to_string(school) + R"(,"id":)" +
           std::to_string(id) + R"(,"data":)" + data + "}\n";
}

/// School 1001 with a group, a composed group, two pupils and a teacher; 1002 with nobody.
inline std::string Roster() {
    return School(
               1001,
               R"({"naam":"De Regenboog","brincode":"99XX","dependancecode":"00","straat":"Dorpsweg","huisnummer":"1",)"
               R"("postcode":"1234AB","woonplaats":"Houten","bestuurscode":"41000","actief":true})") +
           Group(1001, "G5A", R"({"naam":"5A","jaargroep":"5","subgroep":false})") +
           Group(1001, "PLUS", R"({"naam":"Plus","subgroep":true})") +
           Person("pupil", 1001, 500123,
                  R"({"eckid":"e1","lasKey":"ll-1","persoonsgegevens":{"voornaam":"Aatje","achternaam":"Voorbeeld"},)"
                  R"("jaargroep":"5","groep":"G5A","subgroepen":["PLUS"]})") +
           Person("pupil", 1001, 500124, R"({"eckid":"e2","persoonsgegevens":{"achternaam":"Tweede"},"groep":"G5A"})") +
           School(1002,
                  R"({"naam":"De Wolk","brincode":"98XX","dependancecode":"01","woonplaats":"Tiel","actief":false})") +
           Person("staff", 1001, 9001,
                  R"({"persoonsgegevens":{"achternaam":"Jansen"},"emailadres":"juf@school.test","einddatum":null,)"
                  R"("rollen":["Leerkracht"],"groepen":["G5A"],"subgroepen":[]})");
}

inline http::ClientTls TlsOf(const crypto::CertificateFiles& files) {
    return {.ca_file = files.ca, .certificate_file = files.certificate, .key_file = files.key};
}

/// With pauses that a test can wait for.
inline std::unique_ptr<BasispoortClient> ClientOf(const BasispoortStandIn& stand_in, int tries = 3,
                                                  std::chrono::milliseconds try_timeout = 10s) {
    auto client = BasispoortClient::Make({.url = stand_in.Url(),
                                          .tls = TlsOf(stand_in.Certificates()),
                                          .try_timeout = try_timeout,
                                          .retries = {.tries = tries, .pauses = {.first = 5ms, .longest = 20ms}}});
    REQUIRE(client);
    return *std::move(client);
}

inline Deadline Soon() { return Deadline::In(20s); }

template <class T>
void CheckFails(const Result<T>& result, Code code) {
    REQUIRE_FALSE(result);
    CHECK(result.error().code == code);
}

}  // namespace suite::roster_sync::test
