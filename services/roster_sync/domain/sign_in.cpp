#include "services/roster_sync/domain/sign_in.hpp"

namespace suite::roster_sync {

Rights RightsOf(const std::vector<roster::StaffRole>& roles) {
    Rights rights{.coordinator = false, .teacher = roles.empty()};
    for (const auto role : roles) {
        switch (role) {
            case roster::StaffRole::kIctCoordinator:
                rights.coordinator = true;
                break;
            case roster::StaffRole::kTeacher:
            case roster::StaffRole::kSubstitute:
            case roster::StaffRole::kInternalSupervisor:
                rights.teacher = true;
                break;
            case roster::StaffRole::kIntern:
                break;
        }
    }
    return rights;
}

}  // namespace suite::roster_sync
