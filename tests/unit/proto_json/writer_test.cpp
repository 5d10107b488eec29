#include <suite/licence/v1/entitlement_service.pb.h>
#include <suite/licence/v1/licence_service.pb.h>
#include <suite/results/v1/result_service.pb.h>
#include <suite/roster/v1/roster_service.pb.h>

#include <catch2/catch.hpp>

#include "proto_json/proto_json.hpp"

namespace suite::proto_json {

TEST_CASE("every field is written: unset optional ones as null, others with their default") {
    CHECK(ToJson(licence::v1::Entitlement()) ==
          R"({"entitled":false,"reason":"unspecified","licenceId":null,"until":null})");
    CHECK(ToJson(results::v1::HandInResultsResponse()) == R"({"items":[]})");
    CHECK(
        ToJson(roster::v1::Pupil()) ==
        R"({"id":"","basispoortId":null,"eckId":null,"lasKey":null,"givenName":"","prefix":"","familyName":"","yearGroup":"",)"
        R"("baseGroup":null,"composedGroups":[]})");
}

TEST_CASE("a message that is not optional is an object even when nobody filled it") {
    CHECK(
        ToJson(roster::v1::GroupDetail()) ==
        R"({"group":{"id":"","name":"","kind":"unspecified","yearGroup":"","schoolYear":"","lasKey":"","pupilCount":0},)"
        R"("teachers":[],"pupils":[]})");
}

TEST_CASE("values are written as they are: text escaped, whole numbers in full, enum values in REST's spelling") {
    licence::v1::Entitlement entitlement;
    entitlement.set_entitled(true);
    entitlement.set_reason(licence::v1::ENTITLEMENT_REASON_GROUP_NOT_LINKED);
    entitlement.set_licence_id("a\"b\\c\n\t\x01/é\x7F");
    entitlement.set_until("");
    CHECK(ToJson(entitlement) == R"({"entitled":true,"reason":"groupNotLinked","licenceId":"a\"b\\c\n\u0009\u0001/é)"
                                 "\x7F"
                                 R"(","until":""})");
    roster::v1::OpenBatchRequest batch;
    batch.set_sequence(std::numeric_limits<std::int64_t>::min());
    CHECK(ToJson(batch) == R"({"source":"","sequence":-9223372036854775808,"kind":"unspecified"})");
    licence::v1::PutOrderRequest order;
    order.set_seats(0);
    order.add_year_groups("5");
    order.add_year_groups("6");
    CHECK(ToJson(order).find(R"("seats":0,"yearGroups":["5","6"],"cancelled":false)") != std::string::npos);
}

TEST_CASE("what is written can be read again") {
    roster::v1::GroupDetail detail;
    detail.mutable_group()->set_kind(roster::v1::GROUP_KIND_COMPOSED);
    auto& pupil = *detail.add_pupils();
    pupil.set_given_name("Zoë \x1F \"");
    pupil.set_basispoort_id(9007199254740993);
    pupil.mutable_base_group()->set_name("5A");
    roster::v1::GroupDetail again;
    const auto json = ToJson(detail);
    REQUIRE(FromJson(json, again));
    CHECK(ToJson(again) == json);
    CHECK(again.pupils(0).given_name() == pupil.given_name());
}

TEST_CASE("an enum value loses its type's prefix and becomes camelCase") {
    CHECK(EnumText("BATCH_STATUS_OPEN", "BATCH_STATUS_UNSPECIFIED") == "open");
    CHECK(EnumText("ROSTER_STATUS_NOT_USED", "ROSTER_STATUS_UNSPECIFIED") == "notUsed");
    CHECK(EnumText("BATCH_STATUS_UNSPECIFIED", "BATCH_STATUS_UNSPECIFIED") == "unspecified");
    CHECK(EnumText("OTHER_VALUE", "BATCH_STATUS_UNSPECIFIED") == "otherValue");
    CHECK(EnumText("A", "NONE") == "a");
}

}  // namespace suite::proto_json
