// The licence service: which school bought what, who may therefore open it.
#include "services/licence/compose.hpp"

int main(int argc, char** argv) {
    suite::licence::Config config;
    return suite::service::Run(
        argc, argv, {.name = "licence", .description = "Sleutelbos licence service"}, config,
        [&](suite::config::Settings& settings) { config.AddTo(settings); },
        [&](suite::metrics::Registry& metrics) { return suite::licence::Compose(config, metrics); });
}
