// Which routes show persons, told from the types of their answers: a new one that does and does not say so fails here.
#include <google/protobuf/descriptor.h>
#include <suite/access/v1/access_service.pb.h>
#include <suite/audit/v1/audit_service.pb.h>
#include <suite/common/v1/common.pb.h>
#include <suite/licence/v1/catalogue_service.pb.h>
#include <suite/licence/v1/entitlement_service.pb.h>
#include <suite/licence/v1/licence_service.pb.h>
#include <suite/licence/v1/link_service.pb.h>
#include <suite/licence/v1/proposal_service.pb.h>
#include <suite/licence/v1/seat_service.pb.h>
#include <suite/licence/v1/terms_service.pb.h>
#include <suite/licence/v1/visibility_service.pb.h>
#include <suite/pincode/v1/pincode_service.pb.h>
#include <suite/results/v1/result_service.pb.h>
#include <suite/roster/v1/roster_care.pb.h>
#include <suite/roster/v1/roster_service.pb.h>

#include <array>
#include <catch2/catch.hpp>
#include <map>
#include <set>
#include <string>

#include "core/operations.hpp"
#include "services/gateway/route.hpp"

namespace suite::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::FieldDescriptor;

/// Fields that are called like a person's and are none.
const std::set<std::string, std::less<>> kOfNobody{
    "suite.audit.v1.AuditEntryFact.name",
    "suite.roster.v1.School.name",
    "suite.roster.v1.School.basispoort_id",
    "suite.roster.v1.School.merged_into_basispoort_id",
    "suite.roster.v1.School.school_key",
    "suite.roster.v1.Group.name",
    "suite.roster.v1.Group.las_key",
    "suite.roster.v1.GroupRef.name",
    "suite.roster.v1.GroupJoin.group_name",
    "suite.licence.v1.Method.name",
    "suite.licence.v1.MethodItem.name",
    "suite.licence.v1.Product.name",
    "suite.licence.v1.Licence.method_name",
    "suite.licence.v1.LinkedGroup.name",
    "suite.licence.v1.PupilGroup.name",
    "suite.licence.v1.GroupAccess.name",
    "suite.licence.v1.Seat.group_name",
    "suite.licence.v1.WaitingPupil.group_name",
    "suite.licence.v1.LinkProposal.group_name",
    "suite.licence.v1.AcceptItem.group_name",
    "suite.results.v1.ResultConnection.las_name",
    "suite.results.v1.ResultConnection.masked_key",  // the school's, all but four characters hidden
    // Of a person: which colleague linked a group, beside each group in a list of licences. A school that would read of
    // every such list that somebody looked would find nothing else in its log.
    "suite.licence.v1.DoneBy.person_name",
};

constexpr std::string_view kChange = "names the pupil of a change, which has an entry of its own";
constexpr std::string_view kOfDryRuns = "only a dry run has rejections, and only its sender can ask for one";
constexpr std::string_view kForSender = "keys of persons are for the sender alone, names for nobody";

/// Routes whose answers hold persons and that are no views, each with the reason.
const std::map<std::string, std::string_view, std::less<>> kNotViews{
    {"GET /roster-batches", kOfDryRuns},
    {"GET /roster-batches/{batchId}", kOfDryRuns},
    {"GET /roster-batches/{batchId}/rejections", kForSender},
    {"GET /roster-batches/{batchId}/rejections.csv", kForSender},
    {"GET /schools/{schoolId}/roster-imports", "rejections are in one import, not in a list"},
    {"PUT /schools/{schoolId}/licences/{licenceId}/pupils/{personId}", kChange},
    {"DELETE /schools/{schoolId}/licences/{licenceId}/pupils/{personId}", kChange},
    {"POST /schools/{schoolId}/licence-history/{number}/undo", kChange},
    {"PUT /schools/{schoolId}/licences/{licenceId}/seats/{personId}", kChange},
    {"POST /schools/{schoolId}/licences/{licenceId}/seats/{personId}/correction-requests", kChange},
    {"POST /schools/{schoolId}/seat-corrections/{correctionId}/grant", kChange},
    {"POST /schools/{schoolId}/seat-corrections/{correctionId}/refuse", kChange},
};

/// Names, keys and addresses of persons, by how such fields are called here. Our own ids are none: the log holds them.
bool IsOfPerson(const FieldDescriptor& field) {
    if (field.type() != FieldDescriptor::TYPE_STRING && field.type() != FieldDescriptor::TYPE_INT64) return false;
    if (kOfNobody.contains(field.full_name())) return false;
    const std::string_view name = field.name();
    static constexpr std::array<std::string_view, 6> kNames{"name", "prefix", "email", "pincode", "eck_id", "key"};
    for (const auto ends : kNames) {
        if (name == ends || name.ends_with("_" + std::string(ends))) return true;
    }
    return name == "basispoort_id";
}

/// The first field that is of a person, in the answer or in what it consists of; empty when there is none.
std::string PersonIn(const Descriptor& type, std::set<const Descriptor*>& seen) {
    if (!seen.insert(&type).second) return {};
    if (&type == common::v1::File::descriptor()) return "a file";
    for (int i = 0; i < type.field_count(); ++i) {
        const auto& field = *type.field(i);
        if (IsOfPerson(field)) return field.full_name();
        if (field.message_type() == nullptr) continue;
        if (auto inside = PersonIn(*field.message_type(), seen); !inside.empty()) return inside;
    }
    return {};
}

std::string PersonIn(const Route& route) {
    const auto* method = DescriptorPool::generated_pool()->FindMethodByName(std::string(route.rpc));
    REQUIRE(method != nullptr);
    std::set<const Descriptor*> seen;
    return PersonIn(*method->output_type(), seen);
}

/// Descriptors are there once their file is linked and touched.
void TouchAll() {
    static_cast<void>(access::v1::KnownAddress::descriptor());
    static_cast<void>(audit::v1::AuditEntry::descriptor());
    static_cast<void>(licence::v1::Product::descriptor());
    static_cast<void>(licence::v1::Entitlement::descriptor());
    static_cast<void>(licence::v1::Licence::descriptor());
    static_cast<void>(licence::v1::LinkReport::descriptor());
    static_cast<void>(licence::v1::LinkProposal::descriptor());
    static_cast<void>(licence::v1::Seat::descriptor());
    static_cast<void>(licence::v1::LicenceTerm::descriptor());
    static_cast<void>(licence::v1::Visibility::descriptor());
    static_cast<void>(pincode::v1::Pincode::descriptor());
    static_cast<void>(results::v1::Result::descriptor());
    static_cast<void>(roster::v1::HeldRemoval::descriptor());
    static_cast<void>(roster::v1::School::descriptor());
}

}  // namespace

TEST_CASE("every route whose answer can show a person to staff says so", "[ACC-06]") {
    TouchAll();
    std::set<std::string> excused;
    for (const auto& route : Routes()) {
        const auto name = std::string(route.method) + " " + std::string(route.path);
        const auto person = PersonIn(route);
        INFO(name << " shows " << person);
        if (!route.shows.empty()) CHECK(operation::IsKnown(route.shows));
        if (route.allow.roles == 0 || person.empty()) continue;
        CHECK(route.shows.empty() == kNotViews.contains(name));
        if (route.shows.empty()) excused.insert(name);
    }
    for (const auto& [name, reason] : kNotViews) {
        INFO(name << ", which is excused: " << reason);
        CHECK(excused.contains(name));
    }
}

TEST_CASE("what is excused from being of a person exists", "[ACC-06]") {
    TouchAll();
    for (const auto& name : kOfNobody) {
        INFO(name);
        CHECK(DescriptorPool::generated_pool()->FindFieldByName(name) != nullptr);
    }
}

}  // namespace suite::gateway
