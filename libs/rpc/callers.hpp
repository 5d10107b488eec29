// Which of our services may call which, by the certificate that a caller showed.
#pragma once

#include <grpcpp/grpcpp.h>
#include <grpcpp/security/auth_metadata_processor.h>

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace suite::rpc {

/// Who may call what: by a method ("suite.licence.v1.LicenceService/ListTitles"), else by a whole gRPC service. What is
/// not here is for the gateway alone; health is for everybody with a certificate.
using Callers = std::map<std::string, std::vector<std::string>, std::less<>>;

/// Whether a call may be taken to come from service `name`: its certificate is for a DNS name that is `name` or begins
/// with it and a dot ("licence", "licence.school.internal"), or it came in plain text, which only this machine can
/// (Credentials).
[[nodiscard]] bool MayBe(const grpc::AuthContext& caller, std::string_view name);

/// Asked by gRPC before a handler is, of calls over TLS. Refused is PERMISSION_DENIED without details, and a line in
/// the log: our own configuration is wrong, or a certificate of ours is in other hands.
[[nodiscard]] std::shared_ptr<grpc::AuthMetadataProcessor> OnlyCallers(Callers callers);

}  // namespace suite::rpc
