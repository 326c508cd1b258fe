//! The writer of the int8 weights file that [`quantised`](super::quantised) describes and reads.

use safetensors::Dtype;

use super::quantised::FORMAT;

/// A weights file in the making: tensors in the order in which they are to lie.
#[derive(Default)]
pub(super) struct WeightsFile {
    integers: Vec<(String, Dtype, Vec<usize>, Vec<u8>)>,
    others: Vec<(String, Dtype, Vec<usize>, Vec<u8>)>,
}

impl WeightsFile {
    pub(super) fn push_i8(&mut self, name: String, shape: &[usize], values: &[i8]) {
        let bytes = values.iter().map(|&value| value as u8).collect();
        self.integers.push((name, Dtype::I8, shape.to_vec(), bytes));
    }

    pub(super) fn push_f32(&mut self, name: String, values: &[f32]) {
        let bytes = values.iter().flat_map(|value| value.to_le_bytes()).collect();
        self.others.push((name, Dtype::F32, vec![values.len()], bytes));
    }

    pub(super) fn push_i32(&mut self, name: String, values: &[i32]) {
        let bytes = values.iter().flat_map(|value| value.to_le_bytes()).collect();
        self.others.push((name, Dtype::I32, vec![values.len()], bytes));
    }

    /// The file's bytes. (The crate's own writer orders tensors by type, floats first, and
    /// aligns its data to 8 bytes, which would leave the int8 matrices across cache lines.)
    pub(super) fn into_bytes(self) -> Vec<u8> {
        const ALIGNMENT: usize = 64;
        let tensors: Vec<_> = self.integers.into_iter().chain(self.others).collect();
        let mut header = serde_json::Map::new();
        header.insert("__metadata__".into(), serde_json::json!({ "format": FORMAT }));
        let mut offset = 0;
        for (name, dtype, shape, data) in &tensors {
            let end = offset + data.len();
            header.insert(
                name.clone(),
                serde_json::json!({"dtype": dtype, "shape": shape, "data_offsets": [offset, end]}),
            );
            offset = end;
        }
        let mut header = serde_json::Value::Object(header).to_string().into_bytes();
        header.resize((header.len() + 8).next_multiple_of(ALIGNMENT) - 8, b' ');
        let mut file = (header.len() as u64).to_le_bytes().to_vec();
        file.extend(header);
        for (.., data) in tensors {
            file.extend(data);
        }
        file
    }
}

#[cfg(test)]
mod tests {
    use safetensors::SafeTensors;

    use super::*;

    #[test]
    fn the_file_is_read_by_the_parser_and_aligned() {
        let mut file = WeightsFile::default();
        file.push_f32("b".into(), &[1.5, -2.0]);
        file.push_i8("a".into(), &[2, 2], &[1, -1, 127, -127]);
        let bytes = file.into_bytes();
        let tensors = SafeTensors::deserialize(&bytes).unwrap();
        assert_eq!(tensors.tensor("a").unwrap().data(), [1, 255, 127, 129]);
        assert_eq!(tensors.tensor("b").unwrap().dtype(), Dtype::F32);
        assert_eq!((u64::from_le_bytes(bytes[..8].try_into().unwrap()) + 8) % 64, 0);
    }
}
