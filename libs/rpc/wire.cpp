#include "rpc/wire.hpp"

#include <suite/common/v1/common.pb.h>

#include "core/reasons.hpp"

namespace suite::rpc {
namespace {

using WireActor = common::v1::Actor;

constexpr std::size_t kMaxMessage = 1024;  // beyond ~8 KiB of metadata the caller would see RESOURCE_EXHAUSTED instead
constexpr std::size_t kMaxDetails = 4096;

constexpr std::pair<Role, WireActor::Role> kRoles[] = {{Role::kCoordinator, WireActor::ROLE_COORDINATOR},
                                                       {Role::kTeacher, WireActor::ROLE_TEACHER},
                                                       {Role::kHelpdesk, WireActor::ROLE_HELPDESK},
                                                       {Role::kMachine, WireActor::ROLE_MACHINE}};

std::string_view DefaultReason(Code code) {
    switch (code) {
        case Code::kInvalidArgument:
        case Code::kOutOfRange:
            return reason::kInvalidRequest;
        case Code::kNotFound:
            return reason::kNotFound;
        case Code::kAlreadyExists:
        case Code::kAborted:
        case Code::kFailedPrecondition:
            return reason::kConflict;
        case Code::kPermissionDenied:
            return reason::kForbidden;
        case Code::kUnauthenticated:
            return reason::kUnauthenticated;
        case Code::kResourceExhausted:
            return reason::kOverloaded;
        case Code::kDeadlineExceeded:
            return reason::kDeadlineExceeded;
        case Code::kUnavailable:
        case Code::kCancelled:
            return reason::kUnavailable;
        case Code::kUnimplemented:
            return reason::kUnimplemented;
        case Code::kInternal:
        case Code::kUnknown:
        case Code::kDataLoss:
            return reason::kInternal;
    }
    return reason::kInternal;
}

}  // namespace

std::string EncodeActor(const Actor& actor) {
    WireActor wire;
    for (const auto& [role, value] : kRoles) {
        if (actor.role == role) wire.set_role(value);
    }
    if (actor.school) wire.set_school_id(actor.school.ToString());
    if (actor.person) wire.set_person_id(actor.person.ToString());
    wire.set_client_id(actor.client_id);
    wire.set_las(actor.las);
    for (const auto& scope : actor.scopes) wire.add_scopes(scope);
    return wire.SerializeAsString();
}

Actor DecodeActor(const std::string& bytes) {
    WireActor wire;
    Actor actor;
    if (bytes.empty() || !wire.ParseFromString(bytes)) return actor;
    for (const auto& [role, value] : kRoles) {
        if (wire.role() == value) actor.role = role;
    }
    actor.school = SchoolId::Parse(wire.school_id()).value_or(SchoolId{});
    actor.person = PersonId::Parse(wire.person_id()).value_or(PersonId{});
    // Staff of no school is nobody: else a school's id that is none would fit it.
    const bool staff = actor.role == Role::kCoordinator || actor.role == Role::kTeacher;
    if (staff && !actor.school) return {};
    actor.client_id = wire.client_id();
    actor.las = wire.las();
    actor.scopes.assign(wire.scopes().begin(), wire.scopes().end());
    return actor;
}

grpc::Status ToGrpc(const Error& error) {
    common::v1::ErrorDetail detail;
    detail.set_reason(error.reason);
    for (const auto& [name, value] : error.metadata) (*detail.mutable_metadata())[name] = value;
    for (const auto& violation : error.fields) {
        auto* field = detail.add_fields();
        field->set_pointer(violation.pointer);
        field->set_message(violation.message);
        if (detail.ByteSizeLong() > kMaxDetails) {
            detail.mutable_fields()->RemoveLast();
            break;
        }
    }
    return {static_cast<grpc::StatusCode>(error.code), error.message.substr(0, kMaxMessage),
            detail.SerializeAsString()};
}

Error FromGrpc(const grpc::Status& status) {
    const int number = static_cast<int>(status.error_code());
    Error error{.code = number >= 1 && number <= 16 ? static_cast<Code>(number) : Code::kUnknown,
                .reason = {},
                .message = status.error_message()};
    common::v1::ErrorDetail detail;
    if (!status.error_details().empty() && detail.ParseFromString(status.error_details())) {
        error.reason = detail.reason();
        for (const auto& field : detail.fields()) error.fields.push_back({field.pointer(), field.message()});
        for (const auto& [name, value] : detail.metadata()) error.metadata.emplace(name, value);
    }
    // Without details of ours it was gRPC that refused, and the service that asked, not the person for whom it did
    // (callers.hpp): to that person the other one is away.
    if (error.code == Code::kPermissionDenied && error.reason.empty()) error.code = Code::kUnavailable;
    if (error.reason.empty()) error.reason = DefaultReason(error.code);
    return error;
}

}  // namespace suite::rpc
