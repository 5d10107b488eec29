#include <suite/licence/v1/link_service.pb.h>

#include "support.hpp"

namespace {

using namespace suite;           // NOLINT: test
using namespace suite::licence;  // NOLINT: test
using sql::Dialect;

constexpr PersonId kInactive{407};
const Actor kHelpdesk{.role = Role::kHelpdesk};
const Actor kStranger{.role = Role::kCoordinator, .school = kOtherSchool};
const Actor kTeacherActor{.role = Role::kTeacher, .school = kSchool, .person = kTeacher};

/// The school with named pupils, an inactive one, and the coordinator 300 among the staff.
roster::SchoolChanges NamedSchool(std::int64_t version, SchoolYear year = {2026}) {
    auto whole = WholeSchool(kSchool, version);
    for (auto& group : whole.groups) group.school_year = year;
    whole.pupils[0].name = {.given = "Aatje", .prefix = "van der", .family = "Zee"};
    whole.pupils[1].name = {.given = "Émile", .prefix = {}, .family = "Àbel"};
    auto inactive = PupilIn(kInactive, kGroup6);
    inactive.active = false;
    whole.pupils.push_back(inactive);
    roster::StaffMember coordinator;
    coordinator.id = kCoordinator.person;
    coordinator.name = {.given = "Joke", .prefix = "de", .family = "Wit"};
    whole.staff.push_back(coordinator);
    return whole;
}

class World {
  public:
    explicit World(Dialect dialect) : service(dialect) {
        service.Take(NamedSchool(2));
        licence = service.Put(Service::Order())->licence_id();
    }

    Result<v1::LinkedPupil> Pupil(PersonId pupil, const char* method = "LinkPupil",
                                  const Actor& actor = kCoordinator) const {
        return PupilOn(licence, pupil, method, actor);
    }
    Result<v1::LinkedPupil> PupilOn(const std::string& on, PersonId pupil, const char* method = "LinkPupil",
                                    const Actor& actor = kCoordinator) const {
        v1::LinkPupilRequest request;
        request.set_school_id(kSchool.ToString());
        request.set_licence_id(on);
        request.set_person_id(pupil.ToString());
        return service.Call<v1::LinkedPupil>(method, request, actor, "LinkService");
    }
    Result<v1::ListLinkedPupilsResponse> Pupils(int limit = 0, const std::string& cursor = {},
                                                const Actor& actor = kCoordinator) const {
        v1::ListLinkedPupilsRequest request;
        request.set_school_id(kSchool.ToString());
        request.set_licence_id(licence);
        request.set_limit(limit);
        request.set_cursor(cursor);
        return service.Call<v1::ListLinkedPupilsResponse>("ListLinkedPupils", request, actor, "LinkService");
    }
    Result<v1::ListHistoryResponse> History(const std::function<void(v1::ListHistoryRequest&)>& with = {},
                                            const Actor& actor = kCoordinator) const {
        v1::ListHistoryRequest request;
        request.set_school_id(kSchool.ToString());
        if (with) with(request);
        return service.Call<v1::ListHistoryResponse>("ListHistory", request, actor, "LinkService");
    }
    Result<v1::HistoryEntry> Undo(std::int64_t number, const Actor& actor = kCoordinator) const {
        v1::UndoLinkRequest request;
        request.set_school_id(kSchool.ToString());
        request.set_number(number);
        return service.Call<v1::HistoryEntry>("UndoLink", request, actor, "LinkService");
    }
    v1::ChangeLinksRequest Changes(bool dry_run = false) const {
        v1::ChangeLinksRequest request;
        request.set_school_id(kSchool.ToString());
        request.set_dry_run(dry_run);
        return request;
    }
    void Add(google::protobuf::RepeatedPtrField<v1::LinkTarget>& list, GroupId group, PersonId pupil = {}) const {
        auto& target = *list.Add();
        target.set_licence_id(licence);
        if (group) target.set_group_id(group.ToString());
        if (pupil) target.set_person_id(pupil.ToString());
    }
    Result<v1::LinkReport> Change(const v1::ChangeLinksRequest& request, const Actor& actor = kCoordinator) const {
        return service.Call<v1::LinkReport>("ChangeLinks", request, actor, "LinkService");
    }
    std::int64_t Version() const { return service.Count("SELECT COALESCE(SUM(version), 0) FROM licence_version"); }

    Service service;
    std::string licence;
};

}  // namespace

TEST_CASE("a linked group tells how it was linked, since when and by whom", "[LIC-03][LIC-11]") {
    const World world(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    const auto linked = world.service.Link(world.licence, kGroup5);
    REQUIRE(linked);
    const auto& group = linked->groups(0);
    CHECK(group.how() == v1::LINK_HOW_HAND);
    CHECK_FALSE(group.composed());
    CHECK(group.linked_by().role() == "coordinator");
    CHECK(group.linked_by().person_id() == kCoordinator.person.ToString());
    CHECK(group.linked_by().person_name() == "Joke de Wit");
    CHECK(ParseInstant(group.linked_at()));
}

TEST_CASE("a pupil of another group is linked, listed by name with the group, and unlinked", "[LIC-05]") {
    World world(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    const auto first = world.Version();
    const auto linked = world.Pupil(kPupil5);
    REQUIRE(linked);
    CHECK(linked->linked());
    CHECK(linked->name() == "Aatje van der Zee");
    CHECK(linked->group().name() == "Groep 5");
    CHECK(linked->year_group() == "5");
    CHECK(linked->linked_by().person_name() == "Joke de Wit");
    CHECK(linked->through_groups_size() == 0);
    const auto second = world.Version();
    CHECK(second > first);
    const auto again = world.Pupil(kPupil5);
    REQUIRE(again);
    CHECK(again->linked_at() == linked->linked_at());
    CHECK(world.Version() == second);
    CHECK(world.service.Count("SELECT count(*) FROM licence_history WHERE subject = 'pupil'") == 1);

    // Through a group already: no error, and the answer says so.
    REQUIRE(world.service.Link(world.licence, kGroup6));
    const auto doubly = world.Pupil(kPupil6);
    REQUIRE(doubly);
    CHECK(doubly->linked());
    REQUIRE(doubly->through_groups_size() == 1);
    CHECK(doubly->through_groups(0) == "Groep 6");

    // Accents and capitals do not put a name at the end.
    const auto page = world.Pupils(1, {}, kHelpdesk);
    REQUIRE(page);
    REQUIRE(page->items_size() == 1);
    CHECK(page->items(0).name() == "Émile Àbel");
    // The page's last pupil is unlinked before the next page is asked for: nobody is skipped.
    const auto gone = world.Pupil(kPupil6, "UnlinkPupil");
    REQUIRE(gone);
    CHECK_FALSE(gone->linked());
    CHECK(gone->through_groups_size() == 1);
    CHECK_FALSE(gone->has_linked_at());
    const auto rest = world.Pupils(1, page->next_cursor());
    REQUIRE(rest);
    REQUIRE(rest->items_size() == 1);
    CHECK(rest->items(0).name() == "Aatje van der Zee");
    CHECK_FALSE(rest->has_next_cursor());
    CHECK(world.Pupils(1, "MTIz").error().reason == reason::kInvalidCursor);
    const auto version = world.Version();
    REQUIRE(world.Pupil(kPupil6, "UnlinkPupil"));
    CHECK(world.Version() == version);
}

TEST_CASE("what stands in the way of a pupil's link is told", "[LIC-05][ACC-03]") {
    const World world(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    auto order = Service::Order("line-2", "kind");
    order.set_kind(v1::LICENCE_KIND_PUPIL);
    order.set_seats(30);
    const auto per_child = world.service.Put(order)->licence_id();
    order = Service::Order("line-3", "oud");
    order.set_end_date("2021-07-31");
    const auto ended = world.service.Put(order)->licence_id();
    CHECK(world.PupilOn(per_child, kPupil5).error().reason == reason::kLicencePerChild);
    CHECK(world.PupilOn(ended, kPupil5).error().reason == reason::kLicenceEnded);
    CHECK(world.PupilOn("no id", kPupil5).error().reason == reason::kLicenceUnknown);
    CHECK(world.Pupil(kInactive).error().reason == reason::kPupilInactive);
    CHECK(world.Pupil(PersonId{999}).error().reason == reason::kPersonUnknown);
    CHECK(world.Pupil(kTeacher).error().reason == reason::kPersonUnknown);
    CHECK(world.Pupil(kPupil5, "LinkPupil", kHelpdesk).error().reason == reason::kForbidden);
    CHECK(world.Pupil(kPupil5, "LinkPupil", kTeacherActor).error().reason == reason::kForbidden);
    CHECK(world.Pupil(kPupil5, "LinkPupil", kStranger).error().reason == reason::kSchoolUnknown);
    CHECK(world.Pupils(0, {}, kStranger).error().reason == reason::kSchoolUnknown);
    CHECK(world.service.Count("SELECT count(*) FROM licence_history") == 0);
}

TEST_CASE("a pupil's link ends when the pupil leaves, and with the school year", "[LIC-05][ROS-10]") {
    World world(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    REQUIRE(world.Pupil(kPupil5));
    REQUIRE(world.Pupil(kPupil6));
    // Another group of the same year: the link stays.
    auto moved = NamedSchool(3);
    moved.pupils[0].base_group = kGroup6;
    world.service.Take(moved);
    CHECK(world.Pupils()->items_size() == 2);
    const auto version = world.Version();
    roster::SchoolChanges left{.school_id = kSchool, .version = 4};
    left.removed_pupils = {kPupil6};
    world.service.Take(left);
    CHECK(world.Pupils()->items_size() == 1);
    CHECK(world.Version() > version);
    // In August the groups are new.
    auto next_year = NamedSchool(5, SchoolYear{2027});
    for (auto& group : next_year.groups) group.id.value += 50;
    next_year.pupils = {PupilIn(kPupil5, GroupId{kGroup6.value + 50})};
    world.service.Take(next_year);
    CHECK(world.Pupils()->items_size() == 0);
    const auto history = world.History();
    REQUIRE(history);
    REQUIRE(history->items_size() == 4);
    CHECK(history->items(0).how() == v1::LINK_HOW_ROLLOVER);
    CHECK(history->items(0).person_id() == kPupil5.ToString());
    CHECK_FALSE(history->items(0).done_by().has_role());
    CHECK(history->items(1).how() == v1::LINK_HOW_ROSTER);
    CHECK(history->items(1).person_id() == kPupil6.ToString());
    CHECK_FALSE(history->items(1).has_subject_name());  // nobody's name outlives the roster
    CHECK(world.Undo(3).error().reason == reason::kPersonUnknown);
}

TEST_CASE("many links are tried first and then done, with the same report", "[LIC-16]") {
    const World world(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    REQUIRE(world.service.Link(world.licence, kGroup6));
    const auto version = world.Version();
    auto request = world.Changes(true);
    world.Add(*request.mutable_link(), kGroup5);
    world.Add(*request.mutable_link(), {}, kPupil5);
    world.Add(*request.mutable_unlink(), kGroup6);
    const auto tried = world.Change(request);
    REQUIRE(tried);
    CHECK(tried->status() == v1::LINK_REPORT_STATUS_TRIED);
    CHECK(world.Version() == version);
    CHECK(world.service.Count("SELECT count(*) FROM licence_history") == 1);
    request.set_dry_run(false);
    auto done = world.Change(request);
    REQUIRE(done);
    CHECK(done->status() == v1::LINK_REPORT_STATUS_APPLIED);
    CHECK(done->added() == 2);
    CHECK(done->removed() == 1);
    REQUIRE(done->effects_size() == 1);
    CHECK(done->effects(0).title() == "Taal 5");
    CHECK(done->effects(0).gain() == 1);
    CHECK(done->effects(0).lose() == 1);
    done->set_status(v1::LINK_REPORT_STATUS_TRIED);
    CHECK(done->SerializeAsString() == tried->SerializeAsString());
    const auto changed = world.Version();  // one for all of it
    CHECK(changed > version);
    CHECK(world.service.Count("SELECT count(*) FROM licence_history") == 4);

    const auto again = world.Change(request);
    REQUIRE(again);
    CHECK(again->unchanged() == 3);
    CHECK(again->effects_size() == 0);
    CHECK(world.Version() == changed);

    // One that cannot be done keeps all from being done.
    auto refused = world.Changes();
    world.Add(*refused.mutable_unlink(), kGroup5);
    world.Add(*refused.mutable_link(), {}, kInactive);
    refused.add_link()->set_licence_id("no id");
    refused.mutable_link(1)->set_group_id("no id");
    const auto report = world.Change(refused);
    REQUIRE(report);
    CHECK(report->status() == v1::LINK_REPORT_STATUS_REFUSED);
    CHECK(report->refused() == 2);
    CHECK(report->items(0).outcome() == v1::LINK_OUTCOME_REMOVED);
    CHECK(report->items(1).problem().code() == reason::kPupilInactive);
    CHECK(report->items(2).problem().code() == reason::kLicenceUnknown);
    CHECK(report->effects_size() == 0);
    CHECK(world.Version() == changed);
    CHECK(world.service.Count("SELECT count(*) FROM group_link") == 1);
}

TEST_CASE("what is no request for many links is refused as a whole", "[LIC-16]") {
    const World world(Dialect::kSqlite);
    const auto pointers = [&](const v1::ChangeLinksRequest& request) {
        const auto answer = world.Change(request);
        std::vector<std::string> found;
        if (answer) return found;
        CHECK(answer.error().reason == reason::kInvalidRequest);
        for (const auto& field : answer.error().fields) found.push_back(field.pointer);
        return found;
    };
    using Pointers = std::vector<std::string>;
    CHECK(pointers(world.Changes()) == Pointers{"/link"});
    auto both = world.Changes();
    world.Add(*both.mutable_link(), kGroup5, kPupil5);
    world.Add(*both.mutable_unlink(), {});
    CHECK(pointers(both) == Pointers{"/link/0", "/unlink/0"});
    auto same = world.Changes();
    world.Add(*same.mutable_link(), kGroup6);
    world.Add(*same.mutable_link(), kGroup5);
    world.Add(*same.mutable_unlink(), kGroup5);
    CHECK(pointers(same) == Pointers{"/link/1"});
    auto many = world.Changes();
    for (int i = 0; i < 500; ++i) world.Add(*many.mutable_link(), kGroup5);
    CHECK(pointers(many).empty());
    world.Add(*many.mutable_unlink(), kGroup6);
    CHECK(pointers(many) == Pointers{"/link"});
    CHECK(world.Change(many, kHelpdesk).error().reason == reason::kForbidden);
    CHECK(world.Change(many, kStranger).error().reason == reason::kSchoolUnknown);
}

TEST_CASE("the history is newest first, in pages, and filtered by licence, group, pupil and day", "[LIC-15]") {
    const World world(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    const auto other = world.service.Put(Service::Order("line-2", "rekenen"))->licence_id();
    REQUIRE(world.service.Link(world.licence, kGroup5));
    REQUIRE(world.service.Link(other, kGroup5));
    REQUIRE(world.service.Link(world.licence, kGroup6));
    REQUIRE(world.Pupil(kPupil6));
    REQUIRE(world.service.Link(world.licence, kGroup5, "UnlinkGroup"));
    const auto numbers = [&](const std::function<void(v1::ListHistoryRequest&)>& with) {
        const auto page = world.History(with);
        REQUIRE(page);
        std::vector<std::int64_t> found;
        for (const auto& entry : page->items()) found.push_back(entry.number());
        return found;
    };
    using Numbers = std::vector<std::int64_t>;
    CHECK(numbers({}) == Numbers{5, 4, 3, 2, 1});
    CHECK(numbers([&](auto& request) { request.set_licence_id(other); }) == Numbers{2});
    CHECK(numbers([](auto& request) { request.set_group_id(kGroup5.ToString()); }) == Numbers{5, 2, 1});
    CHECK(numbers([](auto& request) { request.set_person_id(kPupil6.ToString()); }) == Numbers{4});
    CHECK(numbers([](auto& request) { request.set_person_id("no id"); }).empty());
    const auto today = DutchDay(SystemClock().Now());
    const auto yesterday = Date{today.days - std::chrono::days{1}}.ToString();
    const auto tomorrow = Date{today.days + std::chrono::days{1}}.ToString();
    CHECK(numbers([&](auto& request) { request.set_from(yesterday), request.set_until(tomorrow); }).size() == 5);
    CHECK(numbers([&](auto& request) { request.set_from(tomorrow); }).empty());
    CHECK(numbers([&](auto& request) { request.set_until(yesterday); }).empty());

    Numbers walked;
    std::string cursor;
    do {
        const auto page = world.History([&](auto& request) { request.set_limit(2), request.set_cursor(cursor); });
        REQUIRE(page);
        for (const auto& entry : page->items()) walked.push_back(entry.number());
        cursor = page->next_cursor();
    } while (!cursor.empty());
    CHECK(walked == Numbers{5, 4, 3, 2, 1});

    const auto entry = world.History()->items(0);
    CHECK(entry.licence_title() == "Taal 5");
    CHECK(entry.subject_name() == "Groep 5");
    CHECK(entry.done_by().person_name() == "Joke de Wit");
    CHECK(world.History()->items(1).subject_name() == "Émile Àbel");

    const auto refused = [&](const std::function<void(v1::ListHistoryRequest&)>& with) {
        return world.History(with).error().fields.at(0).pointer;
    };
    CHECK(refused([](auto& request) { request.set_from("gisteren"); }) == "from");
    CHECK(refused([](auto& request) { request.set_until("2026-02-30"); }) == "until");
    CHECK(refused([](auto& request) {
              request.set_group_id(kGroup5.ToString()), request.set_person_id(kPupil5.ToString());
          }) == "personId");
    CHECK(world.History([](auto& request) { request.set_licence_id("no id"); }).error().reason ==
          reason::kLicenceUnknown);
    CHECK(world.History({}, kTeacherActor).error().reason == reason::kForbidden);
    CHECK(world.History({}, kStranger).error().reason == reason::kSchoolUnknown);
    CHECK(world.History({}, kHelpdesk));
}

TEST_CASE("the latest link or unlink is taken back, in an entry of its own", "[LIC-15]") {
    const World world(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    REQUIRE(world.service.Link(world.licence, kGroup5));
    REQUIRE(world.Pupil(kPupil6));
    REQUIRE(world.service.Check(kPupil5).entitled());
    const auto version = world.Version();
    const auto undone = world.Undo(1);
    REQUIRE(undone);
    CHECK(undone->number() == 3);
    CHECK(undone->action() == v1::HISTORY_ACTION_UNLINK);
    CHECK(undone->undoes() == 1);
    CHECK(undone->reason() == "undo of 1");
    CHECK_FALSE(world.service.Check(kPupil5).entitled());
    CHECK(world.Version() > version);
    const auto again = world.Undo(1);
    CHECK(again.error().reason == reason::kUndoOutdated);
    CHECK(again.error().metadata.at("latest") == "3");
    REQUIRE(world.Undo(3));  // undoing the undo
    CHECK(world.service.Check(kPupil5).entitled());
    REQUIRE(world.Undo(2));
    CHECK(world.Pupils()->items_size() == 0);
    CHECK(world.Undo(99).error().reason == reason::kHistoryUnknown);
    CHECK(world.Undo(4, kHelpdesk).error().reason == reason::kForbidden);
    CHECK(world.Undo(4, kStranger).error().reason == reason::kSchoolUnknown);
    CHECK(world.Version() > version);
}

TEST_CASE("who had a licence on a day is told without the roster, which then is said", "[LIC-15]") {
    const World world(GENERATE(Dialect::kSqlite, Dialect::kPostgres));
    REQUIRE(world.service.Link(world.licence, kGroup5));
    REQUIRE(world.Pupil(kPupil6));
    v1::GetAccessRequest request;
    request.set_school_id(kSchool.ToString());
    request.set_licence_id(world.licence);
    const auto ask = [&](const Actor& actor = kCoordinator) {
        return world.service.Call<v1::LicenceAccess>("GetAccess", request, actor, "LinkService");
    };
    const auto now = ask();
    REQUIRE(now);
    CHECK(now->running());
    CHECK_FALSE(now->members_known());
    REQUIRE(now->groups_size() == 1);
    CHECK(now->groups(0).name() == "Groep 5");
    CHECK(now->groups(0).pupils_size() == 0);
    REQUIRE(now->pupils_size() == 1);
    CHECK(now->pupils(0).name() == "Émile Àbel");
    const auto today = DutchDay(SystemClock().Now());
    CHECK(now->as_of() == today.ToString());
    request.set_as_of(Date{today.days - std::chrono::days{1}}.ToString());
    const auto before = ask(kHelpdesk);
    REQUIRE(before);
    CHECK(before->groups_size() == 0);
    CHECK(before->pupils_size() == 0);
    request.set_as_of("2019-09-01");
    CHECK_FALSE(ask()->running());
    request.set_as_of(Date{today.days + std::chrono::days{1}}.ToString());
    CHECK(ask().error().fields.at(0).pointer == "asOf");
    request.set_as_of("ooit");
    CHECK(ask().error().fields.at(0).pointer == "asOf");
    request.set_as_of("");
    CHECK(ask(kTeacherActor).error().reason == reason::kForbidden);
    CHECK(ask(kStranger).error().reason == reason::kSchoolUnknown);
    request.set_licence_id("no id");
    CHECK(ask().error().reason == reason::kLicenceUnknown);
}
