//! Serving until it is told to stop; on SIGHUP the certificate is read again.

use super::{Failed, Say};
use server::{Config, Running};

pub(super) async fn serve(config: Config, say: &Say) -> Result<(), Failed> {
    let running = server::start(config).await?;
    say.value(&running.url())?;
    stop_asked(&running).await?;
    running.shutdown().await;
    Ok(())
}

/// Waits for Ctrl+C, or for what a service manager sends.
async fn stop_asked(running: &Running) -> Result<(), Failed> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate())?;
        let mut again = signal(SignalKind::hangup())?;
        loop {
            tokio::select! {
                done = tokio::signal::ctrl_c() => return Ok(done?),
                _ = terminate.recv() => return Ok(()),
                _ = again.recv() => reload(running),
            }
        }
    }
    #[cfg(not(unix))]
    {
        let _ = running;
        Ok(tokio::signal::ctrl_c().await?)
    }
}

#[cfg(unix)]
fn reload(running: &Running) {
    match running.reload_tls() {
        Ok(()) => tracing::info!("certificate and key were read again"),
        Err(error) => tracing::error!(%error, "the certificate before goes on being used"),
    }
}
