#include "services/roster_sync/adapters/edexml.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <pugixml.hpp>
#include <unordered_set>
#include <utility>
#include <vector>

#include "core/text.hpp"
#include "services/roster_sync/adapters/xml_shape.hpp"
#include "services/roster_sync/adapters/xml_text.hpp"
#include "services/roster_sync/domain/rejection.hpp"

namespace suite::roster_sync {
namespace {

using Node = pugi::xml_node;

/// All text directly inside, also when a comment or CDATA splits it.
std::string TextOf(const Node& node) {
    std::string text = node.value();  // the first piece (parse_embed_pcdata)
    for (const auto& part : node.children()) {
        if (part.type() == pugi::node_pcdata || part.type() == pugi::node_cdata) text += part.value();
    }
    return std::string(Trim(text));
}

std::string TextOf(const Node& parent, const char* child) { return TextOf(parent.child(child)); }

std::string KeyOf(const Node& node, const char* attribute = "key") {
    return std::string(Trim(node.attribute(attribute).value()));
}

/// Keys of one kind of element must be unique in a file; pugixml does not check schemas.
class Keys {
  public:
    /// False for a key that was there before.
    bool Add(const std::string& key) { return key.empty() || seen_.insert(key).second; }

  private:
    std::unordered_set<std::string> seen_;
};

constexpr std::size_t kMaxSchoolKey = 256;

bool IsDigits(std::string_view text, std::size_t least, std::size_t most) {
    return text.size() >= least && text.size() <= most &&
           std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

bool IsBrin(std::string_view text) {
    return text.size() == 4 && IsDigits(text.substr(0, 2), 2, 2) &&
           std::ranges::all_of(text.substr(2), [](char c) { return c >= 'A' && c <= 'Z'; });
}

/// 1.0 to 1.03, 2.0 and 2.1, and what else may carry such a number ("2.1.1"): digits and dots only, since it is shown.
bool IsKnownVersion(std::string_view text) {
    constexpr std::size_t kLongest = 8;
    return text.size() <= kLongest && (text.starts_with("1.") || text.starts_with("2.")) &&
           std::ranges::all_of(text, [](char c) { return c == '.' || (c >= '0' && c <= '9'); });
}

void SetFault(RecordHead& head, std::string_view field, std::string_view reason) {
    if (!head.fault) head.fault = Fault{.field = std::string(field), .reason = std::string(reason)};
}

class Reader {
  public:
    Reader(const Node& root, const Lines& lines) : root_(root), lines_(lines) {}

    Result<EdexmlFile> Read() {
        SUITE_RETURN_IF_ERROR(CheckStructure());
        SUITE_RETURN_IF_ERROR(ReadSchool(root_.child("school")));
        SUITE_RETURN_IF_ERROR(ReadRecords("groepen", [&](const Node& node) { return ReadGroup(node); }));
        SUITE_RETURN_IF_ERROR(ReadRecords("leerlingen", [&](const Node& node) { return ReadPupil(node); }));
        SUITE_RETURN_IF_ERROR(ReadRecords("leerkrachten", [&](const Node& node) { return ReadStaff(node); }));
        return std::move(file_);
    }

  private:
    [[nodiscard]] std::size_t LineOf(const Node& node) const {
        return lines_.At(static_cast<std::size_t>(std::max<ptrdiff_t>(0, node.offset_debug())));
    }

    [[nodiscard]] std::unexpected<Error> Bad(std::string message, const Node& node) const {
        return BadEdexml(std::move(message), LineOf(node));
    }

    /// `read` is false for an element that is no record.
    template <class Read>
    Status ReadRecords(const char* block, const Read& read) {
        for (const auto& node : root_.child(block).children()) {
            if (read(node) && ++records_ > kMaxFileRecords) {
                return Bad("the file has more groups, pupils and staff than a school can have", node);
            }
        }
        return {};
    }

    [[nodiscard]] Status CheckStructure() const {
        if (std::string_view(root_.name()) != "EDEX") return Bad("the root element must be EDEX", root_);
        for (auto next = root_.next_sibling(); next; next = next.next_sibling()) {
            if (next.type() == pugi::node_element) return Bad("the root element must be one", next);
        }
        static constexpr std::array kBlocks = {"school", "vestigingen", "groepen", "leerlingen", "leerkrachten"};
        for (const auto* block : kBlocks) {
            // Reading one of two would make a snapshot forget half of a school.
            const auto second = root_.child(block).next_sibling(block);
            if (second) return Bad(std::string("the element ") + block + " occurs twice", second);
        }
        if (!root_.child("school")) return Bad("the element school is missing as first child of EDEX", FirstElement());
        if (!root_.child("leerlingen")) return Bad("the element leerlingen is missing", root_);
        if (!root_.child("leerlingen").child("leerling")) {
            return Bad("the element leerlingen holds no leerling", root_.child("leerlingen"));
        }
        return {};
    }

    [[nodiscard]] Node FirstElement() const {
        const auto first = root_.find_child([](const Node& node) { return node.type() == pugi::node_element; });
        return first ? first : root_;
    }

    Status ReadSchool(const Node& school) {
        const auto year = SchoolYear::Parse(TextOf(school, "schooljaar"));
        if (!year) return Bad("the element school/schooljaar is missing or not a school year like 2026-2027", school);
        file_.school_year = *year;
        file_.roster.school_year = *year;
        for (const auto* name : {"aanmaakdatum", "peildatum"}) {  // the later one in this list wins
            const auto text = TextOf(school, name);
            if (text.empty()) continue;
            file_.roster.reference_day = Date::Parse(std::string_view(text).substr(0, 10));
            if (!file_.roster.reference_day)
                return Bad(std::string("the element school/") + name + " is not a date", school);
        }
        return ReadWhichSchool(school);
    }

    Status ReadWhichSchool(const Node& school) {
        file_.brin = TextOf(school, "brincode");
        std::ranges::transform(file_.brin, file_.brin.begin(),
                               [](char c) { return c >= 'a' && c <= 'z' ? c - 32 : c; });
        file_.location = TextOf(school, "dependancecode");
        if (!file_.brin.empty() && file_.location.empty()) file_.location = "00";
        if (file_.brin.empty()) file_.location.clear();
        file_.school_key = TextOf(school, "schoolkey");
        file_.institution_number = TextOf(school, "instellingsnummer");
        file_.xsd_version = TextOf(school, "xsdversie");
        const auto bad = [&](const char* element, const char* what) {
            return Bad(std::string("the element school/") + element + what, school);
        };
        if (!file_.brin.empty() && !IsBrin(file_.brin)) return bad("brincode", " is not a BRIN");
        if (!file_.brin.empty() && !IsDigits(file_.location, 2, 2)) return bad("dependancecode", " is not two digits");
        if (!file_.institution_number.empty() && !IsDigits(file_.institution_number, 2, 6)) {
            return bad("instellingsnummer", " is not two to six digits");
        }
        if (!IsCleanUtf8(file_.school_key) || CodePoints(file_.school_key) > kMaxSchoolKey) {
            return bad("schoolkey", " is too long, or holds what is no character");
        }
        if (!file_.xsd_version.empty() && !IsKnownVersion(file_.xsd_version)) {
            return bad("xsdversie", " must be 1.03, 2.0 or 2.1");
        }
        if (file_.brin.empty()) file_.roster.institution_number = file_.institution_number;
        return {};
    }

    RecordHead Head(const Node& node) const {
        return {.op = Op::kUpsert, .at = {.part = 1, .line = static_cast<int>(LineOf(node))}};
    }

    static void CheckKey(RecordHead& head, const std::string& key, Keys& keys) {
        if (key.empty()) SetFault(head, "key", rejected::kMissingKey);
        if (!keys.Add(key)) SetFault(head, "key", rejected::kDuplicateKey);
    }

    bool ReadGroup(const Node& node) {
        const std::string_view element = node.name();
        if (element != "groep" && element != "samengestelde_groep") return false;
        IncomingGroup group{.head = Head(node),
                            .las_key = KeyOf(node),
                            .school_year = file_.school_year,
                            .name = TextOf(node, "naam"),
                            .kind = element == "groep" ? roster::GroupKind::kBase : roster::GroupKind::kComposed,
                            .year_group = TextOf(node, "jaargroep")};
        CheckKey(group.head, group.las_key, group_keys_);  // both kinds share one space of keys
        file_.roster.groups.push_back(std::move(group));
        return true;
    }

    static roster::PersonName Name(const Node& node) {
        roster::PersonName name{.given = TextOf(node, "roepnaam"),
                                .prefix = TextOf(node, "voorvoegsel"),
                                .family = TextOf(node, "achternaam")};
        if (name.given.empty()) {
            // Without roepnaam the first of the voornamen serves; the others are not needed to know the child.
            const auto all = Collapse(TextOf(node, "voornamen"));
            name.given = all.substr(0, all.find(' '));
        }
        return name;
    }

    bool ReadPupil(const Node& node) {
        if (std::string_view(node.name()) != "leerling") return false;
        IncomingPupil pupil{.head = Head(node),
                            .keys = {.basispoort_id = {}, .eck_id = KeyOf(node, "eckid"), .las_key = KeyOf(node)},
                            .name = Name(node),
                            .year_group = TextOf(node, "jaargroep")};
        CheckKey(pupil.head, pupil.keys.las_key, pupil_keys_);
        if (!pupil_eck_ids_.Add(pupil.keys.eck_id)) SetFault(pupil.head, "eckid", rejected::kDuplicateKey);
        if (const auto group = node.child("groep")) {
            pupil.group = KeyOf(group);
            if (pupil.group->empty()) SetFault(pupil.head, "groep", rejected::kMissingKey);
            if (group.next_sibling("groep")) SetFault(pupil.head, "groep", rejected::kSeveralBaseGroups);
        }
        for (const auto& group : node.child("samengestelde_groepen").children("samengestelde_groep")) {
            pupil.composed_groups.push_back(KeyOf(group));
            if (pupil.composed_groups.back().empty())
                SetFault(pupil.head, "samengestelde_groepen", rejected::kMissingKey);
        }
        if (const auto text = TextOf(node, "uitstroomdatum"); !text.empty()) {
            pupil.leave_date = Date::Parse(std::string_view(text).substr(0, 10));
            if (!pupil.leave_date) SetFault(pupil.head, "uitstroomdatum", rejected::kInvalidDate);
        }
        file_.roster.pupils.push_back(std::move(pupil));
        return true;
    }

    bool ReadStaff(const Node& node) {
        if (std::string_view(node.name()) != "leerkracht") return false;
        IncomingStaff member{.head = Head(node),
                             .keys = {.basispoort_id = {}, .eck_id = KeyOf(node, "eckid"), .las_key = KeyOf(node)},
                             .name = Name(node),
                             .email = TextOf(node, "emailadres")};
        CheckKey(member.head, member.keys.las_key, staff_keys_);
        if (!staff_eck_ids_.Add(member.keys.eck_id)) SetFault(member.head, "eckid", rejected::kDuplicateKey);
        for (const auto& group : node.child("groepen").children()) {
            const std::string_view element = group.name();
            if (element != "groep" && element != "samengestelde_groep") continue;
            member.groups.push_back(KeyOf(group));
            if (member.groups.back().empty()) SetFault(member.head, "groepen", rejected::kMissingKey);
        }
        file_.roster.staff.push_back(std::move(member));
        return true;
    }

    Node root_;
    const Lines& lines_;
    EdexmlFile file_;
    std::size_t records_ = 0;
    Keys group_keys_, pupil_keys_, pupil_eck_ids_, staff_keys_, staff_eck_ids_;
};

}  // namespace

Result<EdexmlFile> ParseEdexml(std::string_view bytes) {
    std::string buffer;
    SUITE_ASSIGN(const auto text, XmlText(bytes, buffer));
    SUITE_RETURN_IF_ERROR(CheckXmlShape(text));
    const Lines lines(text);
    pugi::xml_document document;
    // An element's text in the element itself: half the memory, since most elements hold nothing but a text.
    constexpr unsigned kHow = pugi::parse_default | pugi::parse_embed_pcdata;
    const auto parsed = document.load_buffer(text.data(), text.size(), kHow, pugi::encoding_utf8);
    if (!parsed) {
        const auto offset = static_cast<std::size_t>(std::max<ptrdiff_t>(0, parsed.offset));
        return BadEdexml("the file is not well-formed XML", lines.At(offset));
    }
    return Reader(document.document_element(), lines).Read();
}

}  // namespace suite::roster_sync
