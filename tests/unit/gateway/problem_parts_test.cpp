#include <suite/licence/v1/entitlement_service.pb.h>
#include <suite/licence/v1/link_service.pb.h>

#include <catch2/catch.hpp>

#include "core/reasons.hpp"
#include "services/gateway/problem.hpp"

namespace suite::gateway {
namespace {

licence::v1::LinkReport Report() {
    licence::v1::LinkReport report;
    report.add_items()->set_licence_id("5q2x8n4v7k1mc");
    report.add_items()->mutable_problem()->set_code(std::string(reason::kLicencePerChild));
    return report;
}

}  // namespace

TEST_CASE("a problem that is part of an answer gets the texts of its code in the caller's language", "[LIC-16]") {
    const auto& text = TextFor(reason::kLicencePerChild);
    auto report = Report();
    FillProblems(report, Language::kDutch);
    CHECK_FALSE(report.items(0).has_problem());
    CHECK(report.items(1).problem().title() == text.title_nl);
    CHECK(report.items(1).problem().detail() == text.detail_nl);
    report = Report();
    FillProblems(report, Language::kEnglish);
    CHECK(report.items(1).problem().title() == text.title_en);
    CHECK(report.items(1).problem().detail() == text.title_en);
}

TEST_CASE("what is wrong with one of many checks is said in the caller's language", "[ACC-07][LIC-08]") {
    licence::v1::CheckEntitlementsResponse answers;
    answers.add_items()->mutable_entitlement()->set_entitled(true);
    auto& error = *answers.add_items()->mutable_error();
    error.set_code(std::string(reason::kInvalidRequest));
    error.set_pointer("personId");
    error.set_message("needs exactly one of personId, eckId, basispoortId");
    auto& bare = *answers.add_items()->mutable_error();
    bare.set_code(std::string(reason::kSchoolUnknown));
    bare.set_message("no such school");
    const auto english = answers.SerializeAsString();
    FillProblems(answers, Language::kEnglish);
    CHECK(answers.SerializeAsString() == english);
    FillProblems(answers, Language::kDutch);
    CHECK(answers.items(0).entitlement().entitled());
    CHECK(answers.items(1).error().message() == "geef precies een van deze: personId, eckId, basispoortId");
    CHECK(answers.items(2).error().message() == TextFor(reason::kSchoolUnknown).title_nl);
}

TEST_CASE("which answers can hold a problem is known from their type", "[LIC-16]") {
    CHECK(HoldsProblems(*licence::v1::LinkReport::descriptor()));
    CHECK(HoldsProblems(*licence::v1::CheckEntitlementsResponse::descriptor()));
    CHECK_FALSE(HoldsProblems(*licence::v1::Entitlement::descriptor()));
    CHECK_FALSE(HoldsProblems(*licence::v1::ListHistoryResponse::descriptor()));
}

}  // namespace suite::gateway
