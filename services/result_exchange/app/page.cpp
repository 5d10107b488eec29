#include "services/result_exchange/app/page.hpp"

#include <algorithm>

#include "core/reasons.hpp"

namespace suite::results {

Result<std::size_t> PageLimit(std::int64_t limit) {
    constexpr std::size_t kDefault = 100;
    if (limit < 0) {
        return Fail(Error{.code = Code::kInvalidArgument,
                          .reason = std::string(reason::kInvalidRequest),
                          .message = "limit is negative",
                          .fields = {{"limit", "1 to 500"}}});
    }
    return limit == 0 ? kDefault : std::min(static_cast<std::size_t>(limit), kMaxItems);
}

}  // namespace suite::results
