// roster-sync: who is where, and who was told so.
#include "services/roster_sync/compose.hpp"

int main(int argc, char** argv) {
    suite::roster_sync::Config config;
    return suite::service::Run(
        argc, argv, {.name = "roster-sync", .description = "Sleutelbos roster service"}, config,
        [&](suite::config::Settings& settings) { config.AddTo(settings); },
        [&](suite::metrics::Registry& metrics) { return suite::roster_sync::Compose(config, metrics); });
}
