// What the tests of the hosted-lika client share.
#pragma once

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <string>

#include "services/licence/adapters/hosted_lika_client.hpp"
#include "testing/basispoort.hpp"

namespace suite::licence::test {

using Json = nlohmann::json;
using testing::BasispoortStandIn;

/// Pupils 501 and 502 (ECK iD "eck-502"), teacher 601, of school 1001.
inline const std::string kRoster =
    R"({"type":"school","op":"upsert","schoolId":1001,"id":1001,"data":{"naam":"De Regenboog"}}
{"type":"pupil","op":"upsert","schoolId":1001,"id":501,"data":{"persoonsgegevens":{"achternaam":"Een"}}}
{"type":"pupil","op":"upsert","schoolId":1001,"id":502,"data":{"eckid":"eck-502","persoonsgegevens":{"achternaam":"Twee"}}}
{"type":"staff","op":"upsert","schoolId":1001,"id":601,"data":{"persoonsgegevens":{"achternaam":"Juf"},"rollen":["Leerkracht"]}}
)";

inline http::ClientTls TlsOf(const crypto::CertificateFiles& files) {
    return {.ca_file = files.ca, .certificate_file = files.certificate, .key_file = files.key};
}

inline HostedLikaOptions OptionsFor(const BasispoortStandIn& stand_in) {
    return {.url = stand_in.Url(),
            .publisher = "uitgever",
            .tls = TlsOf(stand_in.Certificates("licence")),
            .retries = {.tries = 3,
                        .pauses = {.first = std::chrono::milliseconds(1), .longest = std::chrono::milliseconds(2)}}};
}

inline std::unique_ptr<HostedLikaClient> ClientOf(const BasispoortStandIn& stand_in) {
    auto client = HostedLikaClient::Make(OptionsFor(stand_in));
    REQUIRE(client);
    return *std::move(client);
}

inline Deadline Soon() { return Deadline::In(std::chrono::seconds(20)); }

inline const Listing kMethod{.id = "taal", .name = "Taal", .url = "https://taal.test/", .icon = "image/png,QUJD"};
inline const Listing kProduct{.id = "taal-5", .name = "Taal 5", .url = "https://taal.test/5", .test_application = true};
inline const UserList kOfMethod{.method_id = "taal"};
inline const UserList kOfProduct{.method_id = "taal", .product_id = "taal-5"};
inline const UserKey kPupil1{.basispoort_id = 501};
inline const UserKey kPupil2{.basispoort_id = 502};
inline const UserKey kTeacher{.basispoort_id = 601};
inline const UserKey kStranger{.basispoort_id = 999};
inline const UserKey kByEckId{.institution = 1001, .eck_id = "eck-502"};

/// The publisher's methods as the stand-in has them.
inline Json Methods(BasispoortStandIn& stand_in) {
    return Json::parse(stand_in.Control().Lika()).value("uitgever", Json::array());
}

}  // namespace suite::licence::test
