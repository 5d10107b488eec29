#include "services/gateway/audit_texts.hpp"

#include <catch2/catch.hpp>
#include <set>

#include "core/operations.hpp"

namespace suite::gateway {

TEST_CASE("every operation that the audit log knows is said in Dutch and in English", "[ACC-06]") {
    std::set<std::string> said;
    for (const auto operation : operation::kAll) {
        CAPTURE(operation);
        CHECK(HasSentence(operation));
        const auto dutch = AuditSentence("helpdesk", operation, Language::kDutch);
        const auto english = AuditSentence("helpdesk", operation, Language::kEnglish);
        CHECK(dutch.starts_with("De helpdesk "));
        CHECK(english.starts_with("The helpdesk "));
        CHECK(dutch.ends_with("."));
        // A seat is "een plaats", a LAS "een leerlingvolgsysteem", as in the texts of problems.
        CHECK_FALSE(dutch.contains("plek"));
        CHECK_FALSE(dutch.contains("administratie"));
        // None sounds like another.
        CHECK(said.insert(dutch).second);
        CHECK(said.insert(english).second);
    }
}

TEST_CASE("what another version wrote is still an entry", "[ACC-06]") {
    CHECK_FALSE(HasSentence("tea-made"));
    CHECK(AuditSentence("teacher", "tea-made", Language::kEnglish) ==
          "A teacher did something that this version does not know.");
    CHECK(AuditSentence("robot", "pupils-viewed", Language::kDutch) == "Iemand bekeek de lijst met leerlingen.");
    CHECK(AuditSentence("", operation::kAuditEntriesDropped, Language::kEnglish) ==
          "The operator of this system removed entries of this log that were kept long enough.");
}

TEST_CASE("each entry of a page gets its sentence", "[ACC-06]") {
    audit::v1::ListAuditEntriesResponse page;
    page.add_items()->set_operation("pincodes-viewed");
    page.mutable_items(0)->mutable_done_by()->set_role("teacher");
    FillSentences(page, Language::kDutch);
    CHECK(page.items(0).sentence() == "Een leerkracht bekeek de pincodes van een groep.");
}

}  // namespace suite::gateway
