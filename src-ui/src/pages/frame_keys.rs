/// Keys.
pub fn use_frame_keys() {}
