package org.sweetspot.control.correction;

import java.util.List;
import java.util.Set;
import org.sweetspot.control.change.Aspect;
import org.sweetspot.recipe.AugmentationRecipe;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.SourceRecipe;

/**
 * Random crops for fewer images: each visit sees the image shifted by up to an eighth of its side.
 * Mirroring is not proposed, since it can change what an image means.
 */
public final class Cropping implements Correction {
  @Override
  public Card card() {
    return new Card(
        "cropping",
        "random crops",
        "Images padded by an eighth of their side and cropped back at random.",
        "there are fewer training images and nothing is varied yet",
        "none in examples; shifting takes a little time; trying: one training a seed",
        "Hurts on examples/control/data.yaml: -4.6 points (-5.4 to -3.7) of"
            + " validation accuracy; images of 8 pixels lose too much by a shift of one.",
        "Krizhevsky et al. 2012");
  }

  @Override
  public Set<Aspect> answers() {
    return Set.of(Aspect.DATA);
  }

  @Override
  public Stage stage() {
    return Stage.REGULARIZATION;
  }

  @Override
  public List<Proposal> propose(Situation situation, Recipe current) {
    int crop = crop(current.data().source());
    if (situation.fewerExamples() <= 1 || crop == 0 || current.data().augmentation().varies()) {
      return List.of();
    }
    AugmentationRecipe old = current.data().augmentation();
    AugmentationRecipe varied = new AugmentationRecipe(crop, old.flip(), old.copies());
    return List.of(
        new Proposal(
            "random crops of " + crop + (crop == 1 ? " pixel" : " pixels"),
            "each visit sees an image in another place, so that fewer of them are not learnt by"
                + " heart",
            current.withData(current.data().withAugmentation(varied))));
  }

  /** An eighth of the side of the images that a source is known to have; 0 where none are known. */
  private static int crop(SourceRecipe source) {
    if (source instanceof SourceRecipe.Digits) {
      return 1;
    } else if (source instanceof SourceRecipe.Idx) {
      return 3;
    }
    return source instanceof SourceRecipe.Cifar ? 4 : 0;
  }
}
