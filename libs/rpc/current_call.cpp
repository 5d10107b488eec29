#include "rpc/current_call.hpp"

#include <utility>

namespace suite::rpc {
namespace {

thread_local std::string current;

}  // namespace

RequestScope::RequestScope(std::string request_id) : before_(std::exchange(current, std::move(request_id))) {}
RequestScope::~RequestScope() { current = std::move(before_); }

const std::string& CurrentRequestId() { return current; }

}  // namespace suite::rpc
