#include "services/pincode/app/list_group_pincodes.hpp"

#include <catch2/catch.hpp>

#include "core/reasons.hpp"
#include "core/text.hpp"

namespace suite::pincode {
namespace {

const SchoolId kSchool{11};
const GroupId kGroup{31};

class FixedClock final : public Clock {
  public:
    [[nodiscard]] Instant Now() const override { return ParseInstant("2026-11-21T10:00:00Z").value(); }
};

/// "sealed" is the code with a mark; counts what it opens.
class FakeVault final : public Vault {
  public:
    std::string Seal(SchoolId, PersonId, const Secret& code) const override { return "sealed " + code.Reveal(); }
    Result<Secret> Open(SchoolId, PersonId, std::string_view sealed) const override {
        ++opened;
        if (!sealed.starts_with("sealed ")) return Fail(Code::kDataLoss, reason::kInternal, "does not open");
        return Secret(std::string(sealed.substr(7)));
    }
    mutable int opened = 0;
};

class FakeReader final : public GroupReader {
  public:
    Result<GroupCodes> Read(SchoolId, GroupId, PersonId, Deadline) override {
        ++reads;
        return codes;
    }
    GroupCodes codes;
    int reads = 0;
};

struct Fixture {
    Fixture() {
        reader.codes.facts = {.school_known = true, .group_known = true, .asker = GroupTeacher{}};
        Add(1, "Sanne", "Zwart");
        Add(2, "Daan", "Ünal");
        Add(3, "Bram", "de Boer");
        Add(4, "émile", "Ünal");
        Add(6, "Bram", "De Boer");
        Add(5, "Bram", "DE BOER");
        Add(7, "Zoë", "ünal");
    }
    void Add(std::int64_t id, const std::string& given, const std::string& family) {
        reader.codes.pupils.push_back({.pupil = PersonId{id},
                                       .name = {.given = given, .prefix = {}, .family = family},
                                       .sealed = "sealed 739" + std::to_string(id)});
    }
    Result<PupilCodePage> List(std::int32_t limit = 0, const std::string& cursor = {}) {
        return list.Run(actor, {.school = kSchool, .group = kGroup, .limit = limit, .cursor = cursor},
                        Deadline::In(std::chrono::seconds(5)));
    }
    Actor actor{.role = Role::kTeacher, .school = kSchool, .person = PersonId{21}, .client_id = {}, .las = {}};
    FakeReader reader;
    FakeVault vault;
    FixedClock clock;
    ListGroupPincodes list{reader, vault, clock};
};

std::vector<std::int64_t> Ids(const PupilCodePage& page) {
    std::vector<std::int64_t> ids;
    for (const auto& item : page.items) ids.push_back(item.pupil.value);
    return ids;
}

TEST_CASE("pupils come by family name, given name and id, without regard to case and accents", "[PIN-02]") {
    Fixture pincodes;
    const auto page = pincodes.List();
    REQUIRE(page);
    CHECK(Ids(*page) == std::vector<std::int64_t>{3, 5, 6, 2, 4, 7, 1});
    CHECK(page->items.front().code.Reveal() == "7393");
    CHECK_FALSE(page->next_cursor);
}

TEST_CASE("pages join without gap or repetition and only open what they show") {
    Fixture pincodes;
    std::vector<std::int64_t> all;
    std::string cursor;
    int pages = 0;
    do {
        const auto page = pincodes.List(3, cursor);
        REQUIRE(page);
        for (const auto id : Ids(*page)) all.push_back(id);
        CHECK(pincodes.vault.opened == static_cast<int>(all.size()));
        cursor = page->next_cursor.value_or("");
        ++pages;
    } while (!cursor.empty());
    CHECK(pages == 3);
    CHECK(all == std::vector<std::int64_t>{3, 5, 6, 2, 4, 7, 1});
}

TEST_CASE("a page that ends with the list has no next") {
    Fixture pincodes;
    const auto page = pincodes.List(7);
    REQUIRE(page);
    CHECK(page->items.size() == 7);
    CHECK_FALSE(page->next_cursor);
}

TEST_CASE("without a limit a page has 100, and never more than 500") {
    Fixture pincodes;
    for (int i = 100; i < 700; ++i) pincodes.Add(i, "Bram", "Aa");
    CHECK(pincodes.List(0)->items.size() == 100);
    CHECK(pincodes.List(100000)->items.size() == 500);
    const auto negative = pincodes.List(-1);
    REQUIRE_FALSE(negative);
    CHECK(negative.error().code == Code::kInvalidArgument);
    CHECK(negative.error().fields.at(0).pointer == "limit");
}

TEST_CASE("a cursor that is not of this list is refused, and no cursor holds a name") {
    Fixture pincodes;
    for (const std::string& cursor :
         {std::string("!"), Base64UrlEncode("x"), Base64UrlEncode(PersonId{99}.ToString())}) {
        const auto page = pincodes.List(3, cursor);
        REQUIRE_FALSE(page);
        CHECK(page.error().code == Code::kInvalidArgument);
        CHECK(page.error().reason == reason::kInvalidCursor);
    }
    CHECK(Base64UrlDecode(pincodes.List(1)->next_cursor.value()) == PersonId{3}.ToString());
}

TEST_CASE("nothing is read for who may not ask, nothing opened for who may not see", "[PIN-02]") {
    Fixture pincodes;
    pincodes.actor.role = Role::kHelpdesk;
    CHECK(pincodes.List().error().code == Code::kPermissionDenied);
    CHECK(pincodes.reader.reads == 0);
    pincodes.actor.role = Role::kTeacher;
    pincodes.reader.codes.facts.asker = std::nullopt;
    CHECK(pincodes.List().error().reason == reason::kGroupUnknown);
    CHECK(pincodes.vault.opened == 0);
}

TEST_CASE("a code that does not open is our fault, and the answer holds no code", "[PIN-07]") {
    Fixture pincodes;
    pincodes.reader.codes.pupils.at(0).sealed = "7391";
    const auto page = pincodes.List();
    REQUIRE_FALSE(page);
    CHECK(page.error().code == Code::kInternal);
    CHECK(page.error().message.find("7391") == std::string::npos);
}

}  // namespace
}  // namespace suite::pincode
