//! How many connections are open, in all and from each address.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError};

#[derive(Debug, Clone)]
pub(super) struct Guests {
    open: Arc<Mutex<BTreeMap<IpAddr, usize>>>,
    most: usize,
    most_of_one: usize,
}

/// A connection that counts while this is kept.
pub(super) struct Guest {
    guests: Guests,
    from: IpAddr,
}

impl Guests {
    pub(super) fn new(most: usize, most_of_one: usize) -> Self {
        Self {
            open: Arc::default(),
            most,
            most_of_one,
        }
    }

    /// Counts one more, unless there are too many.
    pub(super) fn admit(&self, from: IpAddr) -> Option<Guest> {
        let from = household(from);
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let all: usize = open.values().sum();
        let own = open.get(&from).copied().unwrap_or_default();
        if all >= self.most || own >= self.most_of_one {
            return None;
        }
        open.insert(from, own + 1);
        Some(Guest {
            guests: self.clone(),
            from,
        })
    }
}

impl Drop for Guest {
    fn drop(&mut self) {
        let open = &self.guests.open;
        let mut open = open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = open.get_mut(&self.from) {
            *own = own.saturating_sub(1);
            if *own == 0 {
                open.remove(&self.from);
            }
        }
    }
}

/// Of IPv6 anybody has 2^64 addresses: they count as one.
fn household(from: IpAddr) -> IpAddr {
    match from {
        IpAddr::V6(v6) => match v6.to_ipv4_mapped() {
            Some(v4) => v4.into(),
            None => Ipv6Addr::from_bits(v6.to_bits() & !u128::from(u64::MAX)).into(),
        },
        v4 => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connections_are_counted_while_they_last() {
        let guests = Guests::new(3, 2);
        let [a, b] = ["10.0.0.1", "10.0.0.2"].map(|ip| ip.parse().unwrap());
        let (one, two) = (guests.admit(a).unwrap(), guests.admit(a).unwrap());
        assert!(guests.admit(a).is_none(), "two of one");
        let _three = guests.admit(b).unwrap();
        assert!(guests.admit(b).is_none(), "three in all");
        drop((one, two));
        assert!(guests.admit(b).is_some());
        assert_eq!(
            guests.open.lock().unwrap().len(),
            1,
            "who is gone is forgotten"
        );
        let ends = ["2001:db8::1", "2001:db8::2:0:0:1"].map(|ip| household(ip.parse().unwrap()));
        assert_eq!(ends[0], ends[1]);
    }
}
