// pincode: the pupils' codes, made when the roster brings a pupil, shown to the teacher and the ICT coordinator.
#include "services/pincode/compose.hpp"

int main(int argc, char** argv) {
    suite::pincode::Config config;
    return suite::service::Run(
        argc, argv, {.name = "pincode", .description = "Makes, keeps and shows the pupils' pincodes."}, config,
        [&](suite::config::Settings& settings) { config.AddOwnTo(settings); },
        [&](suite::metrics::Registry& metrics) { return suite::pincode::Compose(config, metrics); });
}
