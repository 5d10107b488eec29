// Codes follow the roster.
#include "support.hpp"

namespace suite::pincode {
namespace {

TEST_CASE("every active pupil of a new school has a code that is not weak", "[PIN-01]") {
    Fixture pincodes(SUITE_BOTH_DIALECTS);
    auto school = WholeSchool();
    school.pupils.push_back(MakePupil(404, "Noor", "Inactief"));
    school.pupils.back().active = false;
    pincodes.Apply(school);
    const auto codes = pincodes.Codes();
    REQUIRE(codes.size() == 3);
    for (const auto& [pupil, code] : codes) {
        CHECK(pupil != 404);
        CHECK_FALSE(IsWeak(code));
    }
}

TEST_CASE("a code survives repeated delivery, a change of the pupil, and a snapshot", "[PIN-01]") {
    Fixture pincodes(SUITE_BOTH_DIALECTS);
    pincodes.Apply(WholeSchool());
    const auto before = pincodes.SealedCodes();

    const auto moved = Delta(2, {MakePupil(401, "Sanne", "Wit", kOtherGroup)});
    CHECK(pincodes.Apply(moved));
    CHECK_FALSE(pincodes.Apply(moved));
    CHECK(pincodes.SealedCodes() == before);
    CHECK(pincodes.Apply(WholeSchool(kSchool, 3)));
    CHECK(pincodes.Apply(WholeSchool(kSchool, 3)));
    CHECK(pincodes.SealedCodes() == before);
}

TEST_CASE("a new pupil gets a code, the others keep theirs", "[PIN-01]") {
    Fixture pincodes(SUITE_BOTH_DIALECTS);
    pincodes.Apply(WholeSchool());
    auto before = pincodes.SealedCodes();
    pincodes.Apply(Delta(2, {MakePupil(405, "Finn", "Nieuw")}));
    auto after = pincodes.SealedCodes();
    CHECK(after.size() == 4);
    CHECK(pincodes.Codes().contains(405));
    after.erase(405);
    CHECK(after == before);
}

TEST_CASE("who leaves or becomes inactive has no code any more, and gets another one on return", "[PIN-01]") {
    Fixture pincodes(SUITE_BOTH_DIALECTS);
    pincodes.Apply(WholeSchool());
    const auto before = pincodes.SealedCodes();

    auto inactive = MakePupil(401, "Sanne", "Zwart");
    inactive.active = false;
    pincodes.Apply(Delta(2, {inactive}, {PersonId{402}}));
    CHECK(pincodes.SealedCodes().size() == 1);
    pincodes.Apply(Delta(3, {MakePupil(401, "Sanne", "Zwart")}));
    CHECK(pincodes.SealedCodes().size() == 2);
    CHECK(pincodes.SealedCodes().at(401) != before.at(401));

    auto snapshot = WholeSchool(kSchool, 4);
    snapshot.pupils.erase(snapshot.pupils.begin());
    pincodes.Apply(snapshot);
    CHECK_FALSE(pincodes.SealedCodes().contains(401));
    CHECK(pincodes.SealedCodes().at(403) == before.at(403));
}

TEST_CASE("schools do not touch each other's codes, and a school that is dropped takes its codes along", "[PIN-07]") {
    Fixture pincodes(SUITE_BOTH_DIALECTS);
    pincodes.Apply(WholeSchool());
    pincodes.Apply(WholeSchool(kOtherSchool));
    const auto other = pincodes.SealedCodes(kOtherSchool);
    CHECK(other.size() == 3);
    REQUIRE(pincodes.database->Write(
        SchoolScope::All(), Soon(), [](sql::Session& session) { return roster_copy::RemoveSchool(session, kSchool); }));
    CHECK(pincodes.SealedCodes(kSchool).empty());
    CHECK(pincodes.SealedCodes(kOtherSchool) == other);
}

TEST_CASE("the table holds no code in clear", "[PIN-07]") {
    Fixture pincodes(SUITE_BOTH_DIALECTS);
    auto school = WholeSchool();
    for (int i = 0; i < 50; ++i) school.pupils.push_back(MakePupil(1000 + i, "Kind", "Achternaam"));
    pincodes.Apply(school);
    const auto codes = pincodes.Codes();
    const auto sealed = pincodes.SealedCodes();
    REQUIRE(codes.size() == 53);
    // Base64 may show any four characters by chance (about one value in 10^5), but not the same ones when sealed again.
    for (const auto& [pupil, code] : codes) {
        CAPTURE(pupil);
        const bool shown = sealed.at(pupil).find(code) != std::string::npos &&
                           pincodes.vault->Seal(kSchool, PersonId{pupil}, Secret(code)).find(code) != std::string::npos;
        CHECK_FALSE(shown);
    }
}

TEST_CASE("a sealed code moved to another pupil's row does not open, and the answer is an internal error", "[PIN-07]") {
    Fixture pincodes(SUITE_BOTH_DIALECTS);
    pincodes.Apply(WholeSchool());
    const auto sealed = pincodes.SealedCodes();
    CHECK(pincodes.vault->Open(kSchool, PersonId{402}, sealed.at(401)).error().code == Code::kDataLoss);
    CHECK(pincodes.vault->Open(kOtherSchool, PersonId{401}, sealed.at(401)).error().code == Code::kDataLoss);
    REQUIRE(pincodes.database->Write(SchoolScope::All(), Soon(), [&](sql::Session& session) {
        return session.Execute("UPDATE pincode SET sealed = :1 WHERE pupil_id = 402", {sql::Value{sealed.at(401)}});
    }));
    const auto answer = pincodes.List(Staff(Role::kCoordinator, PersonId{1}));
    REQUIRE_FALSE(answer);
    CHECK(answer.error().code == Code::kInternal);
    CHECK(answer.error().reason == reason::kInternal);
}

TEST_CASE("the service does not start with another key than the codes were sealed with", "[PIN-07]") {
    Fixture pincodes(SUITE_BOTH_DIALECTS);
    pincodes.Apply(WholeSchool());
    auto config = pincodes.config;
    config.listen = "unix:" + (pincodes.dir.Path() / "second.sock").string();
    metrics::Registry metrics;
    {
        auto second = Compose(config, metrics);
        REQUIRE(second);
        (*second)->Stop(std::chrono::seconds(5));
    }
    config.key_file = (pincodes.dir.Path() / "another").string();
    const auto wrong = Compose(config, metrics);
    REQUIRE_FALSE(wrong);
    CHECK(wrong.error().code == Code::kFailedPrecondition);

    config.create_key = false;
    config.key_file = (pincodes.dir.Path() / "missing").string();
    CHECK(Compose(config, metrics).error().code == Code::kFailedPrecondition);
}

}  // namespace
}  // namespace suite::pincode
