#include "services/result_exchange/domain/las.hpp"

#include <algorithm>

namespace suite::results {

const Las* FindLas(std::string_view code) {
    const auto* const it = std::ranges::find(kLasTable, code, &Las::code);
    return it == kLasTable.end() ? nullptr : it;
}

bool Takes(const Las& las, ResultKind kind) {
    switch (kind) {
        case ResultKind::kTest:
        case ResultKind::kObservation:
            return true;
        case ResultKind::kPractice:
            return las.takes_practice;
    }
    return false;
}

}  // namespace suite::results
