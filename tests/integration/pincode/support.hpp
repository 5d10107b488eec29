// A school, the composed service on a socket, and changes of the roster as the follower would apply them.
#pragma once

#include <suite/pincode/v1/pincode_service.pb.h>

#include <catch2/catch.hpp>
#include <map>
#include <string>

#include "core/reasons.hpp"
#include "roster_copy/copy_store.hpp"
#include "rpc/channel.hpp"
#include "services/pincode/adapters/code_issuer.hpp"
#include "services/pincode/adapters/sealed_vault.hpp"
#include "services/pincode/compose.hpp"
#include "services/pincode/migrations.hpp"
#include "testing/temp_dir.hpp"
#include "testing/test_database.hpp"

namespace suite::pincode {

#define SUITE_BOTH_DIALECTS GENERATE(::suite::sql::Dialect::kSqlite, ::suite::sql::Dialect::kPostgres)

inline Deadline Soon() { return Deadline::In(std::chrono::seconds(20)); }

inline constexpr SchoolId kSchool{101};
inline constexpr SchoolId kOtherSchool{102};
inline constexpr GroupId kGroup{201};
inline constexpr GroupId kOtherGroup{202};
inline constexpr PersonId kTeacher{301};
inline constexpr PersonId kOtherTeacher{302};
inline constexpr PersonId kEndedSubstitute{303};

inline roster::Pupil MakePupil(std::int64_t id, const std::string& given, const std::string& family,
                               GroupId group = kGroup) {
    return {.id = PersonId{id},
            .keys = {},
            .name = {.given = given, .prefix = "van", .family = family},
            .year_group = "5",
            .base_group = group,
            .composed_groups = {},
            .active = true};
}

inline roster::StaffMember MakeTeacher(PersonId id, std::vector<GroupId> groups,
                                       std::optional<Date> end_date = std::nullopt) {
    return {.id = id,
            .keys = {},
            .name = {.given = "Juf", .prefix = {}, .family = "Jansen"},
            .email = {},
            .end_date = end_date,
            .roles = {roster::StaffRole::kTeacher},
            .groups = std::move(groups),
            .active = true};
}

/// Two groups, pupils 401 and 402 in kGroup and 403 in kOtherGroup, the three of staff above.
inline roster::SchoolChanges WholeSchool(SchoolId school = kSchool, std::int64_t version = 1) {
    const auto group = [](GroupId id, const char* name) {
        return roster::Group{.id = id,
                             .school_year = {2026},
                             .las_key = {},
                             .name = name,
                             .kind = roster::GroupKind::kBase,
                             .year_group = "5"};
    };
    roster::School itself;
    itself.id = school;
    itself.name = "De Regenboog";
    return {.school_id = school,
            .version = version,
            .complete = true,
            .school = itself,
            .groups = {group(kGroup, "5a"), group(kOtherGroup, "5b")},
            .pupils = {MakePupil(401, "Sanne", "Zwart"), MakePupil(402, "Daan", "Aalbers"),
                       MakePupil(403, "Bram", "Bos", kOtherGroup)},
            .staff = {MakeTeacher(kTeacher, {kGroup}), MakeTeacher(kOtherTeacher, {kOtherGroup}),
                      MakeTeacher(kEndedSubstitute, {kGroup}, Date::Parse("2020-01-31"))},
            .removed_groups = {},
            .removed_pupils = {},
            .removed_staff = {}};
}

inline roster::SchoolChanges Delta(std::int64_t version, std::vector<roster::Pupil> pupils,
                                   std::vector<PersonId> removed = {}) {
    roster::SchoolChanges changes;
    changes.school_id = kSchool;
    changes.version = version;
    changes.pupils = std::move(pupils);
    changes.removed_pupils = std::move(removed);
    return changes;
}

struct Fixture {
    explicit Fixture(sql::Dialect dialect) : fresh(dialect) {
        config.listen = "unix:" + (dir.Path() / "pincode.sock").string();
        config.database = fresh.Url();
        config.roster = "unix:" + (dir.Path() / "nobody.sock").string();
        config.key_file = (dir.Path() / "key").string();
        config.create_key = true;
        auto composed = Compose(config, metrics);
        if (!composed) FAIL("cannot compose: " << composed.error().message);
        app = std::move(*composed);
        channel = std::make_unique<rpc::Channel>(app->Address());
        database = fresh.Open("pincode", Migrations());
        vault = std::make_unique<SealedVault>(crypto::LoadKey(config.key_file, /*create=*/false).value());
        issuer = std::make_unique<CodeIssuer>(*vault, random);
    }
    ~Fixture() { app->Stop(std::chrono::seconds(5)); }

    /// As the follower does. False when the copy held it already.
    bool Apply(const roster::SchoolChanges& changes) {
        const auto applied = database->Write(SchoolScope::All(), Soon(), [&](sql::Session& session) -> Result<bool> {
            SUITE_ASSIGN(const bool fresh_change,
                         roster_copy::ApplyChanges(session, changes, roster_copy::Names::kKeep));
            const auto* const one = &changes;
            if (fresh_change) SUITE_RETURN_IF_ERROR(issuer->OnChanges(session, std::span(&one, 1)));
            return fresh_change;
        });
        if (!applied) FAIL("cannot apply: " << applied.error().message);
        return *applied;
    }

    Result<v1::ListGroupPincodesResponse> List(const Actor& actor, const std::string& school, const std::string& group,
                                               std::int32_t limit = 0, const std::string& cursor = {}) {
        v1::ListGroupPincodesRequest request;
        request.set_school_id(school);
        request.set_group_id(group);
        request.set_limit(limit);
        request.set_cursor(cursor);
        v1::ListGroupPincodesResponse response;
        SUITE_RETURN_IF_ERROR(channel->Call("/suite.pincode.v1.PincodeService/ListGroupPincodes", request, response,
                                            {.deadline = Soon(), .actor = actor}));
        return response;
    }
    Result<v1::ListGroupPincodesResponse> List(const Actor& actor, GroupId group = kGroup) {
        return List(actor, kSchool.ToString(), group.ToString());
    }

    /// pupil -> code, of all pupils of kSchool, opened from the table itself.
    std::map<std::int64_t, std::string> Codes(SchoolId school = kSchool) {
        std::map<std::int64_t, std::string> codes;
        for (const auto& [pupil, sealed] : SealedCodes(school)) {
            const auto code = vault->Open(school, PersonId{pupil}, sealed);
            REQUIRE(code);
            codes.emplace(pupil, code->Reveal());
        }
        return codes;
    }
    std::map<std::int64_t, std::string> SealedCodes(SchoolId school = kSchool) {
        const auto rows = database->Read(SchoolScope::All(), Soon(), [&](sql::Session& session) {
            return session.Query("SELECT pupil_id, sealed FROM pincode WHERE school_id = :1",
                                 {sql::Value{school.value}});
        });
        REQUIRE(rows);
        std::map<std::int64_t, std::string> sealed;
        for (const auto& row : *rows) sealed.emplace(row.Int(0), row.Text(1));
        return sealed;
    }

    testing::TempDir dir;
    testing::TestDatabase fresh;
    metrics::Registry metrics;
    Config config;
    std::unique_ptr<service::App> app;
    std::unique_ptr<rpc::Channel> channel;
    std::unique_ptr<sql::Database> database;
    std::unique_ptr<SealedVault> vault;
    SystemRandom random;
    std::unique_ptr<CodeIssuer> issuer;
};

inline Actor Staff(Role role, PersonId person, SchoolId school = kSchool) {
    return {.role = role, .school = school, .person = person, .client_id = {}, .las = {}};
}

}  // namespace suite::pincode
