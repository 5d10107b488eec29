// "Why is the icon missing?" when the cause is at Basispoort (LIC-12).
#include "services/licence/app/explain_entitlement.hpp"
#include "world.hpp"

namespace suite::licence::test {
namespace {

using sql::Dialect;

class NoCache final : public MappingCache {
  public:
    std::vector<MappingPtr> Get(std::span<const WantedMapping> wanted) override {
        return std::vector<MappingPtr>(wanted.size());
    }
    Status Put(std::span<const MappingOfSchool> /*mappings*/) override { return {}; }
};

Explanation Explain(World& world, std::int64_t person, bool basispoort = true, const std::string& product = "taal-5") {
    NoCache cache;
    const KnownPersons persons(world.store, cache);
    const ExplainEntitlement explain(persons, world.store, world.store, world.clock, basispoort);
    const auto explained = explain(kCoordinator, kSchool, PersonId{person}, product, Soon());
    REQUIRE(explained);
    CHECK(explained->answer.Entitled());
    return explained->explanation;
}

}  // namespace

TEST_CASE("an explanation follows the icon from waiting to visible", "[LIC-09][LIC-12]") {
    World world(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    world.Begin();
    auto explanation = Explain(world, 1);
    CHECK(explanation.steps.back().question == Question::kIcon);
    CHECK_FALSE(explanation.steps.back().passed);
    CHECK(explanation.cause.nl == "Het icoon is nog niet in Basispoort.");
    CHECK(explanation.action->nl.starts_with("Meestal is het er binnen een uur."));

    world.clock.Pass(std::chrono::minutes(61));
    CHECK(Explain(world, 1).cause.nl == "Het icoon is nog niet in Basispoort. Dat duurt langer dan anders.");

    world.LookBack();
    explanation = Explain(world, 1);
    CHECK(explanation.steps.back().passed);
    CHECK(explanation.steps.back().text.nl == "Het icoon staat in Basispoort sinds 21 november 2026.");
    CHECK(explanation.cause.nl.starts_with("Aatje Voorbeeld kan taal-5 gebruiken tot en met"));
    CHECK(Explain(world, 9).steps.back().passed);  // the teacher's too
    CHECK(Explain(world, 1, false).steps.back().question == Question::kStarted);
}

TEST_CASE("an explanation names who is dropped, who has no key and a product that cannot be there",
          "[LIC-09][LIC-12]") {
    World world(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    world.stand_in.Control().Unknown("[500002]");
    auto whole = World::Whole(kSchool, 2);
    whole.pupils[0].keys = {.basispoort_id = std::nullopt, .eck_id = {}, .las_key = "L1"};
    world.Take(whole);
    world.Begin();
    world.LookBack();
    const auto dropped = Explain(world, 2);
    CHECK(dropped.cause.nl == "Het icoon is niet in Basispoort: Basispoort kent het account van Aatje Verloren niet.");
    CHECK(dropped.action->nl.starts_with("Kijk in de schooladministratie of Aatje Verloren"));
    CHECK(Explain(world, 1).cause.nl ==
          "Het icoon is niet in Basispoort: we hebben geen Basispoort-nummer en geen ECK iD van Aatje Voorbeeld.");

    // A licence of a product that the catalogue does not have.
    world.Save(World::LicenceOf(kSchool, kLicence6, "onbekend-6"));
    world.Link(kGroup6, kSchool, true, kLicence6);
    world.Run();
    CHECK(Explain(world, 3, true, "onbekend-6").cause.nl ==
          "Het icoon is niet in Basispoort: dit product staat nog niet in onze catalogus.");
}

}  // namespace suite::licence::test
