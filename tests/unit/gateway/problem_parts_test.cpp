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

TEST_CASE("which answers can hold a problem is known from their type", "[LIC-16]") {
    CHECK(HoldsProblems(*licence::v1::LinkReport::descriptor()));
    CHECK_FALSE(HoldsProblems(*licence::v1::ListHistoryResponse::descriptor()));
}

}  // namespace suite::gateway
