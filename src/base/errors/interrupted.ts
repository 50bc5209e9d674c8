/** A run stopped because it was asked to; what it had is saved. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";

  constructor() {
    super("The run was stopped and its state is saved");
  }
}
