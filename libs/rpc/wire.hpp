// What crosses the wire beside the messages: who asks, and why it failed. Shared by both sides of libs/rpc.
#pragma once

#include <grpcpp/grpcpp.h>

#include <string>

#include "core/actor.hpp"
#include "core/error.hpp"

namespace suite::rpc {

inline constexpr const char* kActorKey = "suite-actor-bin";
inline constexpr const char* kRequestIdKey = "suite-request-id";

[[nodiscard]] std::string EncodeActor(const Actor& actor);
/// Role kNone for anything malformed.
[[nodiscard]] Actor DecodeActor(const std::string& bytes);

[[nodiscard]] grpc::Status ToGrpc(const Error& error);
/// Exhaustive over gRPC's codes; not called with OK.
[[nodiscard]] Error FromGrpc(const grpc::Status& status);

}  // namespace suite::rpc
