#include "tests/functional/access/rpcs.hpp"

#include <suite/access/v1/access_service.pb.h>
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
#include <suite/roster/v1/roster_feed.pb.h>
#include <suite/roster/v1/roster_service.pb.h>
#include <suite/roster/v1/roster_sign_in.pb.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <map>

namespace suite::testing {
namespace {

namespace fs = std::filesystem;
using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

/// Keys of other systems. Whom they find is tested where they are asked for.
const std::set<std::string, std::less<>> kForeignKeys{"basispoortId", "basispoortSchoolId", "eckId"};

void LinkDescriptors() {
    // Touching a message of each file registers its descriptors.
    static_cast<void>(roster::v1::School::descriptor());
    static_cast<void>(roster::v1::HeldRemoval::descriptor());
    static_cast<void>(roster::v1::FeedEntry::descriptor());
    static_cast<void>(roster::v1::ListRegistrationsRequest::descriptor());
    static_cast<void>(licence::v1::Licence::descriptor());
    static_cast<void>(licence::v1::Product::descriptor());
    static_cast<void>(licence::v1::LicenceTerm::descriptor());
    static_cast<void>(licence::v1::LinkReport::descriptor());
    static_cast<void>(licence::v1::Seat::descriptor());
    static_cast<void>(licence::v1::Entitlement::descriptor());
    static_cast<void>(licence::v1::LinkProposal::descriptor());
    static_cast<void>(licence::v1::Visibility::descriptor());
    static_cast<void>(pincode::v1::Pincode::descriptor());
    static_cast<void>(results::v1::Result::descriptor());
    static_cast<void>(access::v1::KnownAddress::descriptor());
}

/// What REST's table calls an id that a message calls otherwise.
std::string ParameterOf(const FieldDescriptor& field) {
    if (field.containing_type() == licence::v1::AcceptProposalsRequest::descriptor() && field.name() == "ids")
        return "proposalId";
    const auto& name = field.json_name();
    return name.ends_with("Ids") ? name.substr(0, name.size() - 1) : name;
}

bool IsId(const FieldDescriptor& field) {
    return field.cpp_type() == FieldDescriptor::CPPTYPE_STRING && ParameterOf(field).ends_with("Id") &&
           !kForeignKeys.contains(ParameterOf(field));
}

void Collect(const Descriptor& type, std::set<std::string>& ids) {
    for (int i = 0; i < type.field_count(); ++i) {
        const auto& field = *type.field(i);
        if (IsId(field)) ids.insert(ParameterOf(field));
        if (field.message_type() != nullptr) Collect(*field.message_type(), ids);
    }
}

std::string TextFor(const FieldDescriptor& field, const Values& values) {
    // About a group or about a pupil, not both: who asks so is told that before anything else.
    if (field.containing_type() == licence::v1::ListHistoryRequest::descriptor() && field.name() == "person_id")
        return "";
    const auto value = values.find(ParameterOf(field));
    if (value != values.end()) return value->second;
    const auto& name = field.json_name();
    if (name.ends_with("Date") || name.ends_with("On")) return values.at("today");
    if (name == "las") return "parnassys";
    // What may be absent does not narrow anything down.
    static const std::set<std::string> kNeeded{"reason", "title",   "contractNumber", "resultKey",       "testCode",
                                               "name",   "subject", "source",         "authorisationKey"};
    return kNeeded.contains(name) ? "matrix-sleutel" : "";
}

}  // namespace

std::vector<const MethodDescriptor*> AllRpcs() {
    LinkDescriptors();
    std::vector<const MethodDescriptor*> rpcs;
    for (const auto& entry : fs::recursive_directory_iterator(SUITE_PROTO_DIR)) {
        if (entry.path().extension() != ".proto") continue;
        const auto name = fs::relative(entry.path(), SUITE_PROTO_DIR).generic_string();
        const auto* file = DescriptorPool::generated_pool()->FindFileByName(name);
        if (file == nullptr) FAIL("touch a message of " << name << " here, so that its RPCs are tested");
        for (int i = 0; i < file->service_count(); ++i) {
            for (int j = 0; j < file->service(i)->method_count(); ++j) rpcs.push_back(file->service(i)->method(j));
        }
    }
    return rpcs;
}

std::string ProcessOf(const MethodDescriptor& rpc) {
    static const std::map<std::string, std::string, std::less<>> kProcesses{
        {"suite.roster.v1", "roster-sync"},
        {"suite.audit.v1", "licence"},  // and others
        {"suite.licence.v1", "licence"},
        {"suite.pincode.v1", "pincode"},
        {"suite.results.v1", "result-exchange"}};
    const auto process = kProcesses.find(rpc.file()->package());
    if (process == kProcesses.end()) FAIL("no process is known for " << rpc.full_name());
    return process->second;
}

std::set<std::string> IdsIn(const Descriptor& type) {
    std::set<std::string> ids;
    Collect(type, ids);
    return ids;
}

void FillRequest(Message& request, const Values& values) {
    const auto& type = *request.GetDescriptor();
    const auto* reflection = request.GetReflection();
    for (int i = 0; i < type.field_count(); ++i) {
        const auto* field = type.field(i);
        if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
            FillRequest(field->is_repeated() ? *reflection->AddMessage(&request, field)
                                             : *reflection->MutableMessage(&request, field),
                        values);
        } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
            auto text = TextFor(*field, values);
            if (text.empty()) continue;
            if (field->is_repeated()) {
                reflection->AddString(&request, field, std::move(text));
            } else {
                reflection->SetString(&request, field, std::move(text));
            }
        } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM && !field->is_repeated() &&
                   field->enum_type()->value_count() > 1) {
            reflection->SetEnumValue(&request, field, field->enum_type()->value(1)->number());
        } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_INT64 && field->name() == "number") {
            reflection->SetInt64(&request, field, 1);
        } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_INT32 && field->name() == "version") {
            reflection->SetInt32(&request, field, 1);
        }
    }
}

}  // namespace suite::testing
