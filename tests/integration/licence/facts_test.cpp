// What a login check reads, on both databases.
#include <set>

#include "services/licence/adapters/sql_store.hpp"
#include "support.hpp"

namespace {

using namespace suite;           // NOLINT: test
using namespace suite::licence;  // NOLINT: test
using sql::Dialect;
using sql::Value;

constexpr LicenceId kForGroups{701};
constexpr LicenceId kPerChild{702};
const auto kSoon = [] { return Deadline::In(std::chrono::seconds(20)); };

/// Two schools; pupil 405 of the first has a link and two seats.
struct World {
    explicit World(Dialect dialect) : database(dialect), db(database.Open("licence", Migrations())), store(*db, [] {}) {
        REQUIRE(db->Write(SchoolScope::All(), kSoon(), [](sql::Session& session) -> Status {
            for (const auto school : {kSchool, kOtherSchool}) {
                auto changes = WholeSchool(school);
                if (school == kOtherSchool) {
                    changes.school->consent = false;
                    for (auto& pupil : changes.pupils) pupil.id.value += 1000;
                    for (auto& member : changes.staff) member.id.value += 1000;
                    changes.staff[0].end_date = Date::Parse("2026-12-31");
                }
                SUITE_RETURN_IF_ERROR(roster_copy::ApplyChanges(session, changes, roster_copy::Names::kKeep));
            }
            for (const auto* sql : {"INSERT INTO pupil_link (school_id, person_id, licence_id, linked_at, how)"
                                    " VALUES (101, 405, 701, 0, 'hand')",
                                    "INSERT INTO licence_version VALUES (101, 7)"})
                SUITE_RETURN_IF_ERROR(session.Execute(sql));
            for (const auto licence : {kPerChild.value, std::int64_t{703}}) {
                SUITE_RETURN_IF_ERROR(
                    session.Execute("INSERT INTO seat_assignment (school_id, person_id, licence_id,"
                                    " assigned_at) VALUES (101, 405, :1, 0)",
                                    {Value{licence}}));
            }
            return {};
        }));
    }

    testing::TestDatabase database;
    std::unique_ptr<sql::Database> db;
    SqlStore store;
};

template <class Id>
std::set<Id> Set(const std::vector<Id>& ids) {
    return {ids.begin(), ids.end()};
}

/// What comes first of a person's groups, links and seats means nothing.
bool Same(const SchoolFacts& a, const SchoolFacts& b) {
    if (a.known != b.known || a.active != b.active || a.consent != b.consent ||
        a.licence_version != b.licence_version || a.person.has_value() != b.person.has_value())
        return false;
    return !a.person || (a.person->id == b.person->id && a.person->staff == b.person->staff &&
                         a.person->active == b.person->active && a.person->end_date == b.person->end_date &&
                         Set(a.person->groups) == Set(b.person->groups) &&
                         Set(a.person->links) == Set(b.person->links) && Set(a.person->seats) == Set(b.person->seats));
}

}  // namespace

TEST_CASE("the facts of a pupil and of a teacher, by each of their keys", "[LIC-05][LIC-06][LIC-08]") {
    World world(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    for (const PersonKey& key :
         {PersonKey{kPupil5}, PersonKey{std::string("eck-405")}, PersonKey{std::int64_t{500405}}}) {
        const auto facts = world.store.Facts(kSchool, key, kSoon());
        REQUIRE(facts);
        CHECK(facts->known);
        CHECK(facts->active);
        CHECK(facts->consent);
        CHECK(facts->licence_version == 7);
        REQUIRE(facts->person);
        CHECK(facts->person->id == kPupil5);
        CHECK_FALSE(facts->person->staff);
        CHECK(facts->person->groups == std::vector{kGroup5});
        CHECK(facts->person->links == std::vector{kForGroups});
        CHECK(Set(facts->person->seats) == std::set{kPerChild, LicenceId{703}});
    }
    const auto teacher = world.store.Facts(kOtherSchool, PersonId{1301}, kSoon());
    REQUIRE(teacher);
    CHECK_FALSE(teacher->consent);
    CHECK(teacher->licence_version == 0);
    REQUIRE(teacher->person);
    CHECK(teacher->person->staff);
    CHECK(teacher->person->end_date == Date::Parse("2026-12-31"));
    // A key of one school finds nobody at another.
    CHECK_FALSE(world.store.Facts(kOtherSchool, kPupil5, kSoon())->person);
    CHECK_FALSE(world.store.Facts(SchoolId{999}, kPupil5, kSoon())->known);
}

TEST_CASE("many persons asked for at once are each as if asked for alone", "[LIC-08]") {
    World world(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    const std::vector<AskedPerson> some{
        {kSchool, kPupil5},       {kSchool, std::string("eck-406")},    {kSchool, std::int64_t{500405}},
        {kSchool, kTeacher},      {kOtherSchool, PersonId{1301}},       {kOtherSchool, kPupil5},
        {SchoolId{999}, kPupil5}, {kSchool, std::string("eck-nobody")}, {kSchool, PersonId{}}};
    for (const std::size_t count : {std::size_t{1}, std::size_t{9}, std::size_t{10}, std::size_t{11}, std::size_t{100},
                                    std::size_t{101}, std::size_t{250}}) {
        std::vector<AskedPerson> asked;
        for (std::size_t i = 0; i < count; ++i) asked.push_back(some[i % some.size()]);
        const auto facts = world.store.Facts(asked, kSoon());
        REQUIRE(facts);
        REQUIRE(facts->size() == count);
        for (std::size_t i = 0; i < count; ++i) {
            CAPTURE(count, i);
            const auto alone = world.store.Facts(asked[i].school, asked[i].person, kSoon());
            REQUIRE(alone);
            CHECK(Same((*facts)[i], *alone));
        }
    }
}

TEST_CASE("a mapping holds all licences of the school, by product, with what their dates say", "[LIC-13]") {
    World world(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    const auto day = [](const char* text) { return *Date::Parse(text); };
    const auto save = [&](Licence licence) {
        licence.order_line_id = "line-" + licence.id.ToString();
        licence.contract_number = "12345678901234567890";
        licence.title = "Titel";
        return world.store.Write(SchoolScope::All(), kSoon(), [&](LicenceTx& tx) -> Status {
            SUITE_RETURN_IF_ERROR(tx.Lock(kSchool));
            SUITE_RETURN_IF_ERROR(tx.Licences().Save(kSchool, licence));
            if (licence.kind == LicenceKind::kGroup) {
                for (const auto group : {kGroup6, kGroup5}) {
                    const KnownGroup known{.id = group, .name = "g", .school_year = {2026}};
                    SUITE_RETURN_IF_ERROR(tx.Links().AddGroup(kSchool, licence.id, known, How::kHand, Instant{}));
                }
            }
            SUITE_RETURN_IF_ERROR(tx.MappingChanged(kSchool, Instant{}));
            return tx.MappingChanged(kSchool, Instant{});  // once is enough
        });
    };
    const auto start = day("2026-08-01");
    const auto end = day("2027-07-31");
    // Bytes say "Taal" before "rekenen", a language may not.
    REQUIRE(save({.id = kForGroups, .product_id = "rekenen", .start = start, .end = end, .renews = true}));
    REQUIRE(save({.id = kPerChild,
                  .product_id = "Taal",
                  .kind = LicenceKind::kPupil,
                  .start = start,
                  .end = end,
                  .seats = 3,
                  .cancelled = true,
                  .ends_on = day("2026-12-31")}));
    const auto mapping = world.store.Mapping(kSchool, kSoon());
    REQUIRE(mapping);
    CHECK(**mapping == SchoolMapping{.version = 9,  // it was 7
                                     .licences = {{.id = kPerChild,
                                                   .product_id = "Taal",
                                                   .kind = LicenceKind::kPupil,
                                                   .start = start,
                                                   .end = end,
                                                   .ends_on = day("2026-12-31"),
                                                   .cancelled = true},
                                                  {.id = kForGroups,
                                                   .product_id = "rekenen",
                                                   .start = start,
                                                   .end = end,
                                                   .renews = true,
                                                   .groups = {{.id = kGroup5, .year = SchoolYear{2026}},
                                                              {.id = kGroup6, .year = SchoolYear{2026}}}}}});
    CHECK((*world.store.Mapping(kOtherSchool, kSoon()))->version == 0);

    const std::vector<AskedPerson> asked{{kOtherSchool, PersonId{1405}}, {kSchool, kPupil5}, {kSchool, kPupil6}};
    const auto whole = world.store.Whole(asked, kSoon());
    REQUIRE(whole);
    REQUIRE(whole->size() == 3);
    CHECK((*whole)[0].mapping->version == 0);
    CHECK(*(*whole)[1].mapping == **mapping);
    CHECK((*whole)[2].mapping == (*whole)[1].mapping);
    CHECK((*whole)[2].facts.person->id == kPupil6);
    CHECK((*whole)[2].facts.licence_version == (*whole)[2].mapping->version);
}

TEST_CASE("a database that was set back never hands out a version that it had handed out before", "[LIC-13]") {
    World world(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    const auto change = [&](std::string_view at) {
        REQUIRE(world.store.Write(SchoolScope::All(), kSoon(), [&](LicenceTx& tx) -> Status {
            SUITE_RETURN_IF_ERROR(tx.Lock(kSchool));
            return tx.MappingChanged(kSchool, *ParseInstant(at));
        }));
        const auto facts = world.store.Facts(kSchool, kPupil5, kSoon());
        REQUIRE(facts);
        return facts->licence_version;
    };
    std::set<std::int64_t> versions;
    for (const auto* at : {"2026-11-26T08:30:00Z", "2026-11-26T08:30:00Z", "2026-11-26T08:30:00.001Z"})
        CHECK(versions.insert(change(at)).second);
    // The backup of last night, in which the school had version 7.
    REQUIRE(world.db->Write(SchoolScope::All(), kSoon(), [](sql::Session& session) -> Status {
        SUITE_RETURN_IF_ERROR(session.Execute("UPDATE licence_version SET version = 7"));
        return {};
    }));
    for (const auto* at : {"2026-11-26T09:00:00Z", "2026-11-26T09:00:01Z"}) CHECK(versions.insert(change(at)).second);
    // A clock that goes back makes no version twice either.
    CHECK(versions.insert(change("2026-11-25T00:00:00Z")).second);
}
